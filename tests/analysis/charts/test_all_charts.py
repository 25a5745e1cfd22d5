"""What holds for every chart: titles, keys, escaping, empty frames, size, colours of the theme."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from analysis import charts
from analysis.charts.figure import Figure
from tests.analysis.charts.frames import CASES, EVENTS, VOLUME, Case

HOSTILE = "<script>alert(1)</script>&<b>x</b>"
NAMING = {name: case for name, case in CASES.items() if case.name_column}
NAMED = pytest.mark.parametrize("case", NAMING.values(), ids=NAMING.keys())
EACH = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def texts(value: Any) -> Iterator[str]:
    """Every string in a figure but keys and customdata."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("customdata", "meta", "template"):
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def clickable(figure: Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.customdata is not None]


def test_every_chart_of_the_package_is_tried_here() -> None:
    charting = set()
    for found in pkgutil.iter_modules(charts.__path__):
        module = importlib.import_module(f"analysis.charts.{found.name}")
        charting |= {name.removesuffix("_alt") for name in vars(module) if name.endswith("_alt")}
    charting -= {"shares"}
    assert {case.chart.__name__ for case in CASES.values()} == charting


@EACH
def test_axes_say_what_and_in_which_unit(case: Case) -> None:
    layout = case.figure().layout
    assert layout.xaxis.title.text
    assert layout.yaxis.title.text
    assert layout.title.text is None
    assert layout.height >= 120


@EACH
def test_background_is_see_through_and_fonts_are_left_to_the_theme(case: Case) -> None:
    layout = case.figure().layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.font.color is None
    assert layout.xaxis.tickfont.color is None
    assert layout.xaxis.automargin
    assert layout.yaxis.automargin


@EACH
def test_marks_carry_the_keys_that_the_figure_names(case: Case) -> None:
    figure = case.figure()
    keys = figure.layout.meta["keys"]
    assert keys
    marked = clickable(figure)
    assert marked
    for trace in marked:
        assert len(trace.customdata) == len(trace.x)
        for row in trace.customdata:
            assert len(row) >= len(keys)
            assert all(isinstance(value, str | int | float) for value in row)
        # Streamlit selects bars and points; a line without points cannot be clicked.
        assert trace.type == "bar" or "markers" in trace.mode
        assert trace.hovertemplate == "%{hovertext}<extra></extra>"
        assert len(trace.hovertext) == len(trace.x)


@EACH
def test_an_empty_frame_gives_an_empty_figure_and_words(case: Case) -> None:
    for empty in (case.frame.iloc[:0], pd.DataFrame(columns=case.frame.columns, dtype=object)):
        figure = case.figure(empty)
        assert len(figure.data) == 0
        assert figure.layout.meta["keys"]
        assert figure.layout.xaxis.title.text
        assert re.search(r"\bNo\b|Nothing|few|cannot", case.words(empty))


@NAMED
def test_names_from_the_data_are_shown_without_their_markup(case: Case) -> None:
    frame = case.frame.copy()
    frame[case.name_column] = frame[case.name_column].astype("object")
    frame.loc[frame.index[0], case.name_column] = HOSTILE
    if case.name_column == "measure":
        frame.loc[frame.index[0], "words"] = f"{HOSTILE} rose"
    figure = case.figure(frame)
    shown = list(texts(figure.to_dict()))
    assert any("&lt;script" in text for text in shown)
    for text in shown:
        tags = set(re.findall(r"<\s*/?\s*([a-zA-Z]+)", text))
        assert tags <= {"br", "span", "extra"}, text
    raw = [value for trace in clickable(figure) for row in trace.customdata for value in row]
    assert HOSTILE in raw


@EACH
def test_few_points_go_to_the_browser(case: Case) -> None:
    figure = case.figure()
    assert sum(len(trace.x) for trace in figure.data if trace.x is not None) < 2000
    assert len(figure.to_json()) < 60_000


@EACH
def test_figures_hold_no_nan_in_words(case: Case) -> None:
    for text in texts(case.figure().to_dict()):
        assert not re.search(r"\bnan\b|\bNone\b|\binf\b", text), text
    assert not re.search(r"\bnan\b|\bNone\b", case.words())
    assert case.words().endswith(".")


@pytest.mark.parametrize("name", ["sentiment_by", "who_answers"])
def test_a_missing_segment_or_department_is_unknown(name: str) -> None:
    case = CASES[name]
    frame = case.frame.copy()
    frame[case.name_column] = frame[case.name_column].astype("object")
    frame.loc[frame.index[-1], case.name_column] = None
    names = case.figure(frame).layout.yaxis.ticktext
    assert any(text.startswith("unknown") for text in names)
    assert "None" not in case.words(frame)


@pytest.mark.parametrize("name", ["volume_lines", "volume_bars"])
def test_names_of_events_are_shown_without_their_markup(name: str) -> None:
    events = EVENTS.assign(name=HOSTILE)
    figure = CASES[name].chart(VOLUME, events=events)
    shown = [text for text in texts(figure.to_dict()) if "script" in text]
    assert shown
    assert not any("<script" in text for text in shown)


def test_the_widest_frames_stay_small() -> None:
    hours = pd.date_range("2026-03-01", periods=96, freq="h")
    channels = [f"channel {at}" for at in range(30)]
    wide = pd.DataFrame(
        [(hour, channel, 5, 0) for channel in channels for hour in hours],
        columns=["bucket", "channel", "inbound", "outbound"],
    )
    for name in ("volume_lines", "volume_bars"):
        figure = CASES[name].chart(wide)
        assert sum(len(trace.x) for trace in figure.data) <= 2000
        assert sum(sum(trace.y) for trace in figure.data) == wide["inbound"].sum()
    shares = wide.assign(is_social=True, customers=5, active_customers=50)
    figure = CASES["channel_share_lines"].chart(shares)
    assert sum(len(trace.x) for trace in figure.data) <= 2000
