"""Values kept for the next look: bounded, each made once however many ask for it at a time.

Streamlit's own caches hash their arguments part by part and copy what they give as text, which
takes a page longer than some of its queries.  Here a key is compared as it is.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

import pandas as pd

T = TypeVar("T")
_all: list[Kept[Any]] = []


class Kept(Generic[T]):
    """What was made lately, at most so many; what has been asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._lock = threading.Lock()
        _all.append(self)

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of the key, the one that all who ask share; made where it is not there.

        Raises what ``make`` raises; that is not kept, and who waited for it tries for themselves.
        """
        while True:
            with self._lock:
                found = self._values.get(key)
                if found is None:
                    mine = self._values[key] = Future()
                    if len(self._values) > self._most:
                        self._values.popitem(last=False)
                    break
                self._values.move_to_end(key)
            if found.exception() is None:
                return found.result()
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                if self._values.get(key) is mine:
                    del self._values[key]
            mine.set_exception(error)
            raise
        mine.set_result(value)
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()


class KeptFrames(Kept[pd.DataFrame]):
    """Frames.  Each who asks gets one of their own, whose columns are copied only when changed."""

    def of(self, key: Hashable, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """A frame of the key; raises as :meth:`Kept.of` does."""
        return super().of(key, lambda: _ready(make())).copy(deep=False)


def _ready(frame: pd.DataFrame) -> pd.DataFrame:
    # The columns' places are looked up once, before threads share them.
    if len(frame.columns) and frame.columns.is_unique:
        frame.columns.get_loc(frame.columns[0])
    return frame


def forget() -> None:
    """Empty every store, as tests do between each other."""
    for one in _all:
        one.clear()
