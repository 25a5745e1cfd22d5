"""A figure of plain values is what Plotly's own would be."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from plotly.io import to_json

from analysis.charts.figure import Figure
from tests.analysis.charts.frames import CASES


def content(figure: Any) -> Any:
    """What would be sent, without the theme."""
    found = json.loads(to_json(figure, validate=False))
    found["layout"].pop("template", None)
    return found


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_plotly_takes_every_property_of_every_chart_as_it_is(case: Any) -> None:
    figure = case.figure()
    assert content(figure.to_dict()) == content(figure.checked())


def test_the_calls_do_what_those_of_plotly_do() -> None:
    drawn = []
    for figure in (Figure(), go.Figure()):
        figure.add_scatter(x=[1, 2], y=[3, 4], marker={"color": "#111111"}, marker_size=4,
                           customdata=None, error_x={"type": "data", "array": [1, 1]})
        figure.add_bar(x=["a"], y=[1], name="b")
        figure.add_heatmap(z=[[1, None]], x=[0, 1], y=[1])
        figure.update_layout(margin={"t": 3}, paper_bgcolor="rgba(0,0,0,0)", showlegend=True)
        figure.update_layout(margin_r=9, meta={"keys": ["a"]}, showlegend=None)
        figure.update_xaxes(title={"text": "x", "standoff": 8})
        figure.update_xaxes(title_text="other")
        figure.update_layout(yaxis2={"overlaying": "y", "visible": False})
        figure.update_yaxes(rangemode="tozero", title={"text": "y"})
        figure.add_vline(x=1, line={"width": 1}, annotation={"text": "here", "y": 0.1})
        figure.add_hline(y=2, line_width=2)
        figure.add_vrect(x0=0, x1=1, fillcolor="#eeeeee")
        figure.add_hrect(y0=0, y1=1, layer="below")
        figure.add_shape(type="line", x0=0, x1=1, y0=0, y1=1)
        figure.add_annotation(x=1, y=1, text="there", showarrow=False)
        drawn.append(content(figure.to_dict()))
    ours, theirs = drawn
    assert ours == theirs


def test_a_wrong_property_is_told_by_the_check() -> None:
    figure = Figure()
    figure.add_scatter(x=[1], y=[1], colour="red")
    with pytest.raises(ValueError, match="colour"):
        figure.checked()


def test_what_is_made_of_a_figure_leaves_it_as_it_is() -> None:
    figure = Figure(arrangement={"xaxis": {"title": {"text": "x"}}})
    figure.to_dict()["layout"]["xaxis"]["title"]["text"] = "changed"
    assert figure.layout.xaxis.title.text == "x"


def test_arrays_are_sent_as_lists_and_moments_as_text() -> None:
    figure = Figure()
    figure.add_scatter(x=np.array(["2026-01-01", "2026-01-02"], dtype="datetime64[ns]"),
                       y=np.array([1, 2]), customdata=np.array([["a", 1.5]], dtype=object))
    trace = figure.to_dict()["data"][0]
    assert trace["x"] == ["2026-01-01T00:00:00", "2026-01-02T00:00:00"]
    assert trace["y"] == [1, 2]
    assert trace["customdata"] == [["a", 1.5]]
