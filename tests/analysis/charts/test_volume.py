"""The volume charts show the frame's own numbers and what happened."""

from __future__ import annotations

import pandas as pd

from analysis.charts.volume import (
    hour_weekday_heatmap,
    hour_weekday_heatmap_alt,
    volume_bars,
    volume_lines,
    volume_lines_alt,
)
from tests.analysis.charts.frames import EVENTS, HOURS, VOLUME


def test_lines_are_the_inbound_posts_and_absent_buckets_are_zero() -> None:
    lines = {trace.name: trace for trace in volume_lines(VOLUME).data}
    assert list(lines["X"].y) == [12, 40, 9]
    assert list(lines["Instagram"].y) == [3, 0, 5]
    assert list(lines["X"].customdata[1]) == ["x", "2026-03-03T00:00:00"]
    assert lines["X"].hovertext[1] == "X, Tue 3 Mar 2026:<br>40 inbound posts"


def test_bars_stack_to_the_frame() -> None:
    figure = volume_bars(VOLUME)
    assert figure.layout.barmode == "stack"
    assert sum(sum(trace.y) for trace in figure.data) == VOLUME["inbound"].sum()
    assert figure.layout.yaxis.title.text == "Inbound posts per day"


def test_beyond_eight_channels_the_smallest_are_summed_and_not_clickable() -> None:
    many = pd.concat(
        [VOLUME[VOLUME["channel"] == "x"].assign(channel=f"c{at}", inbound=at + 1)
         for at in range(11)]
    )  # fmt: skip
    lines = {trace.name: trace for trace in volume_lines(many).data}
    assert len(lines) == 8
    assert list(lines["Other channels"].y) == [1 + 2 + 3 + 4] * 3
    assert lines["Other channels"].customdata is None
    assert "c10" in lines


def test_events_in_the_period_are_marked_with_their_words() -> None:
    figure = volume_lines(VOLUME, events=EVENTS)
    assert [shape.x0 for shape in figure.layout.shapes] == [
        "2026-03-02T09:00:00", "2026-03-03T12:00:00"
    ]  # fmt: skip
    marks = figure.data[-1]
    assert marks.hovertext[0] == (
        "Spring mailing (campaign)<br>Mon 2 Mar 2026, 09:00<br>sent to 16,000"
    )
    assert marks.hovertext[1].endswith("Tue 3 Mar 2026, 12:00 to Tue 3 Mar 2026, 18:00")
    assert marks.customdata is None
    assert "2 events" not in volume_lines_alt(VOLUME)


def test_labels_of_events_that_would_meet_are_left_out() -> None:
    near = pd.concat([EVENTS.iloc[[0]].assign(name=f"Mailing {at}") for at in range(6)])
    labels = [note.text for note in volume_bars(VOLUME, events=near).layout.annotations]
    assert labels == ["Mailing 0"]
    far = EVENTS.iloc[[0, 0]].assign(
        name=["first", "last"],
        starts_at=pd.to_datetime(["2026-03-02 01:00", "2026-03-04 23:00"]),
    )
    notes = volume_bars(VOLUME, events=far).layout.annotations
    assert [(note.text, note.xanchor) for note in notes] == [("first", "left"), ("last", "right")]


def test_alt_text_says_total_and_peak() -> None:
    assert volume_lines_alt(VOLUME, events=EVENTS) == (
        "69 inbound posts by day; the most, 40, on Tue 3 Mar 2026. 3 events are marked."
    )


def test_grain_is_told_from_the_buckets() -> None:
    for step, title in (("h", "hour"), ("W-MON", "week"), ("MS", "month")):
        frame = VOLUME.head(3).assign(bucket=pd.date_range("2026-03-02", periods=3, freq=step))
        assert volume_lines(frame).layout.yaxis.title.text == f"Inbound posts per {title}"


def test_buckets_may_be_dates() -> None:
    dates = VOLUME.assign(bucket=[stamp.date() for stamp in VOLUME["bucket"]])
    trace = volume_lines(dates, events=EVENTS).data[0]
    assert list(trace.customdata[0]) == ["x", "2026-03-02"]


def test_heat_map_is_the_average_per_hour_and_its_points_can_be_clicked() -> None:
    heat, points = hour_weekday_heatmap(HOURS).data
    assert heat.z[0][9] == 3.0
    assert heat.z[6][23] == 0.5
    assert sum(value is not None for row in heat.z for value in row) == 2
    assert [list(row) for row in points.customdata] == [[1, 9], [7, 23]]
    assert [(x, y) for x, y in zip(points.x, points.y, strict=True)] == [(9, 1), (23, 7)]
    assert points.hovertext[1] == (
        "Sunday, 23:00 to 00:00:<br>0.5 posts per hour (4 posts on 8 days)"
    )


def test_hours_of_days_that_did_not_occur_are_left_out() -> None:
    figure = hour_weekday_heatmap(HOURS.assign(days=[10, 0]))
    assert len(figure.data[1].x) == 1
    assert hour_weekday_heatmap_alt(HOURS).startswith(
        "Posts by hour of the week. Busiest: Monday at 09:00 with 3.0"
    )
