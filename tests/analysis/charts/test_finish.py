"""The last touch gives what setting each property of the figure would give."""

from __future__ import annotations

import json

import pandas as pd
from plotly.io import to_json
from plotly.tools import return_figure_from_figure_or_data

from analysis.charts.finish import finish
from analysis.charts.volume import hour_weekday_heatmap, volume_lines


def sent(figure: object) -> object:
    """What Streamlit sends of a figure."""
    return json.loads(to_json(return_figure_from_figure_or_data(figure, True), validate=False))


def test_a_finished_figure_is_the_figure_with_each_property_set() -> None:
    volume = pd.DataFrame({
        "bucket": pd.date_range("2026-01-01", periods=9).repeat(2), "channel": ["x", "email"] * 9,
        "inbound": range(18), "outbound": 0, "whole_bucket": True})
    hours = pd.DataFrame({"weekday": [1, 2], "hour": [8, 9], "posts": [3, 4], "days": [1, 1]})
    for chart in (volume_lines(volume), hour_weekday_heatmap(hours)):
        finished = sent(finish(chart, ink="#111111", strong_ink="#222222", height=265))
        made = chart.checked()
        plain = sent(made)
        made.layout.margin.pad = 4
        made.layout.yaxis.title.standoff = 14
        made.layout.font.color = "#111111"
        axes = {"tickfont": {"color": "#111111"}, "title": {"font": {"color": "#111111"}}}
        made.update_xaxes(axes)
        made.update_yaxes(axes)
        for trace in made.data:
            if trace.type == "scatter" and "text" in (trace.mode or ""):
                trace.textfont.color = "#222222"
        made.layout.height = 265
        assert finished == sent(made)
        assert finished != plain
