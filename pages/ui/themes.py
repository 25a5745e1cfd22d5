"""Themes as pages read them: found, tested and judged under the filters, and one in the URL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.incidents import times_usual
from analysis.incidents import judged, stretches, with_tests
from analysis.records import records
from analysis.wording import bucket_words, several
from data import metrics
from data.filters import Filters
from data.metrics.incidents import EVER, Stretch
from pages.ui.load import ask, beside, load

PARAMETER = "theme"
_MOST_LETTERS = 120
_DAYS = ("from_day", "until_day", "skip_from", "skip_until")


@dataclass(frozen=True)
class Themes:
    """Every theme with its verdict, the groups it hits, and the messages they are a part of."""

    rows: pd.DataFrame
    groups: pd.DataFrame
    stretches: tuple[Stretch, ...]
    messages: int
    tests: int

    @property
    def found(self) -> pd.DataFrame:
        """The themes that stand out: systemic, isolated, to watch."""
        return self.rows[self.rows["verdict"].isin(["systemic", "isolated", "watch"])]

    def named(self, label: str) -> Any:
        """The theme of that name, or None."""
        mine = self.rows[self.rows["label"] == label] if len(self.rows) else self.rows
        return None if mine.empty else records(mine)[0]


def load_themes(filters: Filters) -> Themes:
    """The themes of the period, judged; empty where there is no message with a text."""
    days = load(metrics.theme_days, replace(filters, start=EVER[0], end=EVER[1]))
    found = stretches(days, start=filters.start, end=filters.end)
    each: list[Any] = records(found)
    chosen = tuple((int(row.theme_id), *(getattr(row, name).date() for name in _DAYS))
                   for row in each)
    inside = days[(days["theme_id"] == 0) & (days["day"] >= pd.Timestamp(filters.start))
                  & (days["day"] < pd.Timestamp(filters.end))]
    messages = int(inside["messages"].sum())
    asked = beside(partial(ask, metrics.theme_facts, filters, stretches=chosen))
    groups = ask(metrics.theme_groups, filters, stretches=chosen)
    facts = asked.result()
    tests = int(facts["terms_tested"].max()) if len(facts) else 0
    return Themes(judged(with_tests(found, facts, tests=tests), groups), groups, chosen, messages,
                  tests)


def stretch_words(row: Any) -> str:
    """The stretch of a theme: "2 Mar 2026 to 7 Jun 2026"."""
    last = (row.until_day - pd.Timedelta(days=1)).date()
    first = row.from_day.date()
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return bucket_words(day, grain="day")[4:]


def rise_words(row: Any) -> str:
    """How far above its usual rate: "137 times its usual rate (97–195)", or nothing."""
    if row.ratio != row.ratio:
        return ""
    said = times_usual(row.ratio, row.low, row.high)
    return said.replace(" times (", " times its usual rate (") if " times (" in said else said


def people_words(row: Any) -> str:
    """Messages and authors: "956 messages by 929 people"."""
    words = several(row.messages, "message", "messages")
    return f"{words} by {several(row.authors, 'person', 'people')}" if row.authors else words


def theme_of_url() -> str:
    """The theme that the URL asks for, or nothing."""
    return str(st.query_params.get(PARAMETER, ""))[:_MOST_LETTERS]


def open_theme(label: str) -> None:
    """Put a theme into the URL."""
    st.query_params[PARAMETER] = label


def close_theme() -> None:
    """Take the theme out of the URL."""
    if PARAMETER in st.query_params:
        del st.query_params[PARAMETER]
