"""The lanes of one customer: what is drawn is what the frame holds."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.charts.customer_timeline import customer_lanes, customer_lanes_alt, lanes_of
from tests.analysis.charts.frames import messages

SURVEYS = pd.DataFrame({"wave": ["w1"], "answered_on": [date(2026, 3, 2)], "csat": [4],
                        "nps": [None]})
NOBODY = SURVEYS.head(0)


def test_every_message_is_drawn_once_in_its_lane() -> None:
    frame = messages(40)
    figure = customer_lanes(frame, surveys=SURVEYS)
    lanes = lanes_of(frame, SURVEYS)
    assert lanes[0] == "x"
    assert lanes[-1] == "survey"
    drawn = {row[0]: (at, lane) for trace in figure.data if trace.customdata is not None
             for row, at, lane in zip(trace.customdata, trace.x, trace.y, strict=True)
             if row[0] is not None}
    assert set(drawn) == set(range(40))
    for row in frame.itertuples():
        assert drawn[row.row_id] == (row.published_at.isoformat(), lanes.index(row.channel))
    assert not any("<b>" in text or "<i>" in text for trace in figure.data
                   for text in trace.hovertext or ())


def test_few_points_are_sent_for_many_messages() -> None:
    figure = customer_lanes(messages(1200), surveys=SURVEYS)
    assert sum(len(trace.x) for trace in figure.data) <= 2000


def test_waits_last_as_long_as_they_did_and_the_period_is_shaded() -> None:
    figure = customer_lanes(messages(4), surveys=NOBODY,
                            period=(date(2026, 3, 1), date(2026, 3, 2)))
    wait = next(trace for trace in figure.data if trace.name == "Wait for the first reply")
    assert pd.Timestamp(wait.x[1]) - pd.Timestamp(wait.x[0]) == pd.Timedelta(hours=1)
    assert figure.layout.shapes[0].x1.startswith("2026-03-02")


def test_without_messages_or_with_a_survey_alone_it_stands() -> None:
    assert not customer_lanes(messages(0), surveys=NOBODY).data
    assert len(customer_lanes(messages(0), surveys=SURVEYS).data) == 1
    assert "No contacts" in customer_lanes_alt(messages(0), surveys=NOBODY)


def test_alt_counts_what_is_drawn() -> None:
    alt = customer_lanes_alt(messages(12), surveys=SURVEYS)
    assert "X 4" in alt or "X 3" in alt
    assert "1 survey answer" in alt
