"""Pages that are asked for at once: who is drawn when."""

from __future__ import annotations

import threading
from contextlib import ExitStack, suppress

import pytest

from pages.ui.turns import Turns, turns

PATIENCE = 20.0  # seconds after which a thread that should have gone on is given up


class Page(threading.Thread):
    """A page that is drawn until it is told to end."""

    def __init__(self, turns: Turns, name: str, begun: list[str]) -> None:
        super().__init__(name=name, daemon=True)
        self.turns, self.begun = turns, begun
        self.is_drawn, self.ends = threading.Event(), threading.Event()
        self.start()

    def run(self) -> None:
        with self.turns.turn():
            self.begun.append(self.name)
            self.is_drawn.set()
            self.ends.wait(PATIENCE)

    def end(self) -> None:
        self.ends.set()
        self.join(PATIENCE)
        assert not self.is_alive()


def waits_behind(turns: Turns, others: int) -> None:
    """Until so many wait: a thread that was started may not have come to the door yet."""
    for _ in range(2000):
        if len(turns._waiting) == others:
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"{len(turns._waiting)} wait where {others} should")


def test_no_more_are_drawn_than_there_are_places_and_the_others_in_their_order() -> None:
    turns, begun = Turns(2, long_seconds=3600), list[str]()
    first = Page(turns, "first", begun)
    assert first.is_drawn.wait(PATIENCE)
    second = Page(turns, "second", begun)
    assert second.is_drawn.wait(PATIENCE)
    third = Page(turns, "third", begun)
    waits_behind(turns, 1)
    fourth = Page(turns, "fourth", begun)
    waits_behind(turns, 2)
    assert begun == ["first", "second"]
    second.end()
    assert third.is_drawn.wait(PATIENCE)
    assert not fourth.is_drawn.is_set()
    first.end()
    assert fourth.is_drawn.wait(PATIENCE)
    third.end()
    fourth.end()
    assert begun == ["first", "second", "third", "fourth"]


def test_a_page_that_calculates_for_long_holds_nobody_back() -> None:
    turns, begun = Turns(1, long_seconds=0.05), list[str]()
    slow = Page(turns, "slow", begun)
    assert slow.is_drawn.wait(PATIENCE)
    other = Page(turns, "other", begun)
    assert other.is_drawn.wait(PATIENCE), "it waits although the page before it takes long"
    assert slow.is_alive()
    other.end()
    slow.end()


def test_a_page_that_fails_gives_its_place_away() -> None:
    turns = Turns(1, long_seconds=3600)
    with suppress(RuntimeError), turns.turn():
        raise RuntimeError("what Streamlit raises to stop a run")
    after = Page(turns, "after", [])
    assert after.is_drawn.wait(PATIENCE)
    after.end()


def test_a_place_that_was_given_away_late_is_free_again_once() -> None:
    turns, begun = Turns(1, long_seconds=0.05), list[str]()
    pages = [Page(turns, str(number), begun) for number in range(5)]
    for page in pages:
        assert page.is_drawn.wait(PATIENCE)
    with ExitStack() as stack:
        for page in pages:
            stack.callback(page.end)
    assert not turns._begun
    assert not turns._waiting


def test_nobody_could_be_drawn_in_no_place() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Turns(0)


def test_all_pages_of_the_process_share_their_turns() -> None:
    assert turns() is turns()
    assert turns()._places >= 2
