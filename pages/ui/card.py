"""A card: a question or finding, its figure, n and period, and the ways to check the number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analysis.wording import cut_words
from data import metrics
from data.filters import Filters
from data.metrics.rows import MARK_KEYS
from pages.ui.exports import csv_bytes, file_name, xlsx_bytes
from pages.ui.load import Mark, load_options
from pages.ui.rows import show_rows, words
from pages.ui.table import table
from pages.ui.text import plain
from pages.ui.who import viewer

if TYPE_CHECKING:
    from analysis.charts.figure import Figure

_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": "reset", "responsive": True}
# The theme's own grey for the words on a chart has too little contrast on white. Both inks can be
# read on both grounds, for the moment after the system's theme has changed.
_INK = {"light": "#66727d", "dark": "#939fa9"}
_STRONG_INK = {"light": "#0d171e", "dark": "#f4f7f9"}


@dataclass(frozen=True)
class Clicks:
    """How a click on the chart finds its rows.

    ``grain`` is the width of its time axis; ``mark`` reads the leading values of a mark where
    they are not already what rows can be found by.
    """

    grain: str | None = None
    social: bool = False
    by_conversation: bool = False
    mark: Callable[[dict[str, Any]], Mark | None] | None = None


@dataclass(frozen=True)
class Card:
    """What a card shows: one frame feeds its figure, its table and its files.

    ``title`` is a question or a finding, ``n`` says what was counted ("31,204 active customers"),
    ``metric`` names the query and its definition; ``height`` in px, else the figure's own.  A
    card without a figure shows its rows.
    """

    key: str
    title: str
    metric: str
    frame: pd.DataFrame
    n: str
    filters: Filters
    figure: Callable[[], Figure] | None = None
    alt: Callable[[], str] | None = None
    height: int | None = None
    note: str = ""
    clicks: Clicks | None = None
    more: Mapping[str, object] = field(default_factory=dict)
    # What the frame covers where that is not the filters' period, as a survey wave.
    covers: str = ""
    # What the frame holds where no query stands behind it, as published figures.
    about: str = ""

    @property
    def definition(self) -> str:
        """What the number means."""
        return self.about or metrics.definition(self.metric)

    @property
    def period(self) -> str:
        """The period in words."""
        return self.covers or self.filters.period()


def card(one: Card) -> None:
    """Draw a card.  Its own controls rerun it alone, not the page."""
    choice_card(one.key, lambda: one)


def choice_card(key: str, make: Callable[[], Card],
                control: Callable[[], object] | None = None) -> None:
    """Draw a card that ``make`` builds anew when its own ``control``, below the title, changes."""
    with st.container(border=True, key=f"card_{key}", height="stretch"):
        _inside(make, control)


@st.fragment
def _inside(make: Callable[[], Card], control: Callable[[], object] | None) -> None:
    one = make()
    opened = _opened_mark(one)
    with st.container(gap="xsmall"):
        picked = title_row(one)
        if control is not None:
            control()
        if one.figure is None:
            table(one.frame, alt=one.title, height=one.height)
        else:
            _chart(one, one.figure())
        caption(one)
    shown = opened or picked
    if shown is not None:
        show_rows(one.title, one.filters, shown)


def _chart(one: Card, figure: Figure) -> None:
    theme = "dark" if st.context.theme.type == "dark" else "light"
    from analysis.charts.finish import finish

    shown = finish(figure, ink=_INK[theme], strong_ink=_STRONG_INK[theme], height=one.height)
    st.plotly_chart(
        shown, key=_chart_key(one), config=_CONFIG, alt=one.alt() if one.alt else one.title,
        on_select="ignore" if one.clicks is None else "rerun", selection_mode="points",
    )


def caption(one: Card) -> None:
    """What was counted, in which period, and what to know about it."""
    st.caption(plain(" · ".join(part for part in (
        one.n, one.period, one.note, cut_words(one.frame)) if part)))


def title_row(one: Card) -> Mark | None:
    """The card's title with its definition, and the button that opens its data.

    Returns the mark whose rows the reader has asked for there.
    """
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
        st.markdown(f"###### {plain(one.title)}", help=plain(one.definition),
                    width="stretch", anchors=False)
        return data_button(one, "Data")


def data_button(one: Card, label: str) -> Mark | None:
    """A button that opens table, downloads, definition and SQL; nothing is made before.

    Returns the mark whose rows the reader has asked for there.
    """
    if st.button(label, icon=":material/table_view:", type="tertiary", key=f"data_{one.key}",
                 help="Table, downloads, definition and SQL"):
        _tools(one)
    asked: Mark | None = st.session_state.pop(f"asked_{one.key}", None)
    return asked


# A dialog and no popover: a popover that is open when the reader goes to another page closes by
# asking for its part of a page that is gone, and leaves the new one blank.
@st.dialog("The data of this card", width="large", icon=":material/table_view:")
def _tools(one: Card) -> None:
    """Everything needed to check the number; made only when somebody opens it."""
    if f"asked_{one.key}" in st.session_state:
        st.rerun()  # closes this one and opens the rows
    st.markdown(f"**{plain(one.title)}**")
    st.markdown(plain(one.definition))
    covers = f" {one.covers}; the period chosen does not apply." if one.covers else ""
    st.caption(plain(f"{one.n}. {one.filters.sentence()}{covers}"))
    sql = "" if one.about else metrics.sql_text(
        one.metric, one.filters, viewer(), timezone=load_options().timezone, **one.more)
    with st.container(horizontal=True):
        st.download_button(
            "CSV", lambda: csv_bytes(one.frame), mime="text/csv", key=f"csv_{one.key}",
            file_name=file_name(one.title, "csv", period=one.period),
            icon=":material/download:", on_click="ignore")
        st.download_button(
            "Excel", lambda: xlsx_bytes(one.frame, _about(one, sql)), key=f"xlsx_{one.key}",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            file_name=file_name(one.title, "xlsx", period=one.period),
            icon=":material/download:", on_click="ignore")
    table(one.frame, alt=f"The rows of the chart: {one.title}", height=260)
    _pick_mark(one)
    if sql:
        st.code(sql, language="sql", height=240)


def _pick_mark(one: Card) -> None:
    """The way to the rows behind a mark for who does not use a mouse."""
    if one.clicks is None or one.figure is None:
        return
    marks = marks_of(one.figure(), one.clicks)
    if not marks:
        return
    st.selectbox("Show the rows behind", list(marks), index=None, key=f"mark_{one.key}",
                 placeholder="Choose a mark of the chart", on_change=_ask_rows,
                 args=(one.key, marks))


def _ask_rows(key: str, marks: dict[str, Mark]) -> None:
    mark = marks.get(str(st.session_state.get(f"mark_{key}") or ""))
    if mark is not None:
        st.session_state[f"asked_{key}"] = mark


def marks_of(figure: Figure, clicks: Clicks) -> dict[str, Mark]:
    """Every mark of a chart that stands for rows, by its words."""
    out: dict[str, Mark] = {}
    for trace in figure.traces:
        for row in trace.get("customdata", ()):
            mark = mark_of(figure, {"customdata": list(row)}, clicks)
            if mark is not None:
                out.setdefault(words(mark), mark)
    return out


def _about(one: Card, sql: str) -> dict[str, str]:
    options = load_options()
    return {
        "Title": one.title,
        "Company": options.company,
        "Filters": one.filters.sentence(),
        "Covers": one.period,
        "n": one.n,
        "Definition": one.definition,
        "Note": one.note,
        "Seen by": viewer().name,
        "Time zone": options.timezone,
        "Warehouse built": options.built_at,
        "SQL": sql,
    }


def _chart_key(one: Card) -> str:
    # A new key after each click gives the chart back unselected, so the next click counts too.
    return f"chart_{one.key}_{st.session_state.get(f'clicks_{one.key}', 0)}"


def _opened_mark(one: Card) -> Mark | None:
    """What was clicked since the card was drawn last, or None."""
    if one.clicks is None or one.figure is None:
        return None
    state: Any = st.session_state.get(_chart_key(one))
    points = state["selection"]["points"] if state else []
    if not points:
        return None
    st.session_state[f"clicks_{one.key}"] = st.session_state.get(f"clicks_{one.key}", 0) + 1
    return mark_of(one.figure(), points[0], one.clicks)


def mark_of(figure: Figure, point: dict[str, Any], clicks: Clicks) -> Mark | None:
    """The mark that a clicked point stands for, or None where a point stands for no rows."""
    keys = figure.keys
    given = point.get("customdata")
    # The browser sends the row of customdata as a list, or as a mapping of its positions.
    row = list(given.values()) if isinstance(given, dict) else given
    if not isinstance(row, list | tuple):
        row = [row]
    values = {key: value for key, value in zip(keys, row, strict=False) if value is not None}
    if clicks.mark is not None:
        return clicks.mark(values)
    values = {key: value for key, value in values.items() if key in MARK_KEYS}
    if not values:
        return None
    if "bucket" in values and clicks.grain:
        values["grain"] = clicks.grain
    return Mark(tuple(sorted(values.items())), clicks.social, clicks.by_conversation)
