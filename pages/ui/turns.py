"""Whose turn it is: as many pages are drawn at once as there are cores, first come first served.

Pages that share the cores all finish late, and their tables push each other out of the processor's
caches.  One after the other most finish sooner, and together they take less of the processor.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from data.warehouse import engine_threads

# A page that takes longer than this calculates something large, which nobody else waits for.
LONG_SECONDS = 2.0


class Turns:
    """Lets ``places`` pages be drawn at once; the others wait in the order in which they came.

    One that has been drawn for ``long_seconds`` gives its place to the next and goes on beside it.
    """

    def __init__(self, places: int, *, long_seconds: float = LONG_SECONDS) -> None:
        if places < 1:
            raise ValueError("at least one page must be drawn at a time")
        self._places, self._long = places, long_seconds
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()
        self._begun: dict[object, float] = {}

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a place, and hold it while what is inside runs."""
        me = object()
        with self._changed:
            self._waiting.append(me)
            try:
                while self._waiting[0] is not me or not self._has_room():
                    self._changed.wait(self._seconds_to_room())
                self._begun[me] = time.monotonic()
            finally:
                self._waiting.remove(me)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                del self._begun[me]
                self._changed.notify_all()

    def _ages(self) -> list[float]:
        now = time.monotonic()
        return [age for begun in self._begun.values() if (age := now - begun) < self._long]

    def _has_room(self) -> bool:
        return len(self._ages()) < self._places

    def _seconds_to_room(self) -> float:
        """Until the next of those that hold a place has held it long."""
        return self._long - max(self._ages(), default=0.0)


@cache
def turns() -> Turns:
    """Those of this process: as many places as the engine takes threads."""
    return Turns(max(2, engine_threads()))
