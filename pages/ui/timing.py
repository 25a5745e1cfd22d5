"""Times each run of the script, where the environment asks for it: what ``bench`` reads."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = "DECAF_TIMINGS"
_lock = threading.Lock()


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Append the wall and thread seconds of what runs inside as a line of JSON; else do nothing."""
    path = os.environ.get(FILE)
    if not path:
        yield
        return
    wall, cpu = time.perf_counter(), time.thread_time()
    try:
        yield
    finally:
        line = {"what": what, "seconds": round(time.perf_counter() - wall, 6),
                "thread_seconds": round(time.thread_time() - cpu, 6), "at": time.time()}
        with _lock, Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
