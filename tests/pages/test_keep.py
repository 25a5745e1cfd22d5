"""What the caches promise: made once, bounded, and nobody changes what another sees."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from pages.ui.keep import Kept, KeptFrames, forget


def test_a_value_is_made_once_however_many_ask() -> None:
    store: Kept[object] = Kept(4)
    made: list[object] = []
    open_ = threading.Event()

    def make() -> object:
        open_.wait(10)
        made.append(object())
        return made[-1]

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(store.of, "key", make) for _ in range(4)]
        open_.set()
        found = [one.result() for one in asked]
    assert len(made) == 1
    assert all(one is made[0] for one in found)


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    store: Kept[str] = Kept(2)
    for key in ("a", "b", "a", "c"):
        store.of(key, lambda: "old")
    assert [store.of(key, lambda: "new") for key in ("a", "c", "b")] == ["old", "old", "new"]


def test_a_failure_is_not_kept() -> None:
    store: Kept[int] = Kept(2)
    with pytest.raises(ZeroDivisionError):
        store.of("key", lambda: 1 // 0)
    assert store.of("key", lambda: 7) == 7


def test_who_waited_for_a_failure_tries_alone() -> None:
    store: Kept[int] = Kept(2)
    begun, fail = threading.Event(), threading.Event()

    def failing() -> int:
        begun.set()
        fail.wait(10)
        raise ValueError("the first one failed")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(store.of, "key", failing)
        begun.wait(10)
        second = pool.submit(store.of, "key", lambda: 7)
        fail.set()
        assert second.result() == 7
        with pytest.raises(ValueError, match="the first one failed"):
            first.result()


def test_a_frame_changed_by_one_is_whole_for_the_next() -> None:
    store = KeptFrames(2)
    made = pd.DataFrame({"name": ["a", "b"], "n": [1, 2]})
    one = store.of("key", lambda: made)
    one.loc[0, "n"] = 99
    one["more"] = 0
    one.columns = pd.Index(["x", "y", "z"])
    pd.testing.assert_frame_equal(store.of("key", pd.DataFrame), pd.DataFrame(
        {"name": ["a", "b"], "n": [1, 2]}))


def test_everything_can_be_forgotten() -> None:
    store: Kept[str] = Kept(2)
    store.of("key", lambda: "old")
    forget()
    assert store.of("key", lambda: "new") == "new"
