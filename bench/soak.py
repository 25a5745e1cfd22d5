"""Many users walk through the pages at once, reading a while on each."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

from bench.client import Visitor
from bench.server import Server
from bench.walk import percentiles

# Seconds that a reader stays on a page: between half and one and a half times this.
READING = 5.0


def soak(server: Server, pages: Sequence[str], queries: Iterator[str], *, users: int,
         seconds: float) -> dict[str, Any]:
    """Throughput, waits, errors and memory of ``users`` that walk for ``seconds``."""
    lock = threading.Lock()
    took: list[float] = []
    errors: list[str] = []
    before, until = server.memory(), time.perf_counter() + seconds

    def user(number: int) -> None:
        rng = random.Random(number)
        try:
            visitor = Visitor(server.address)
            while time.perf_counter() < until:
                time.sleep(READING * rng.uniform(0.5, 1.5))
                with lock:
                    query = next(queries)
                answer = visitor.visit(rng.choice(pages), query)
                with lock:
                    took.append(answer.seconds)
                    if answer.failed:
                        errors.append("the script failed")
            visitor.close()
        except Exception as error:  # whatever goes wrong is what is counted here
            with lock:
                errors.append(f"{type(error).__name__}: {error}")

    started = time.perf_counter()
    threads = [threading.Thread(target=user, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - started
    return {"users": users, "seconds": spent, "pages": len(took),
            "pages_per_second": len(took) / spent, **percentiles(took or [0.0]),
            "errors": len(errors), "first_errors": errors[:3],
            "memory_before_bytes": before, "memory_after_bytes": server.memory()}
