"""Builds the warehouse of a home and prints each step's seconds as JSON."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.machine import folder_size
from data.build import build
from data.home import Home


@contextmanager
def spilled(home: Home) -> Iterator[list[int]]:
    """The most bytes that a build has lying beside the warehouse for want of memory, so far.

    Looked at twice a second, in a list of one number.
    """
    most, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(0.5):
            # Files come and go meanwhile.
            with suppress(OSError):
                most[0] = max(most[0], *map(folder_size, home.versions.glob("*.tmp")), 0)

    watching = threading.Thread(target=look, daemon=True)
    watching.start()
    try:
        yield most
    finally:
        done.set()
        watching.join()


def main() -> None:
    """``python -m bench.steps HOME``."""
    home = Home(Path(sys.argv[1]))
    with spilled(home) as most:
        done = build(home)
    sys.stdout.write(json.dumps({"steps": done.steps, "scored": done.scored, "rows": done.rows,
                                 "peak_spilled_bytes": most[0]}))


if __name__ == "__main__":
    main()
