"""The work of an answer by others, against medians as pandas takes them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.routing_work import USUAL_SECONDS, MeasuredWork


def test_the_median_of_channel_and_department_else_of_the_channel_else_of_all() -> None:
    rng = np.random.default_rng(5)
    n, many = 400, 4
    frame = pd.DataFrame({
        "channel": rng.choice(["x", "email", "chat", "rare"], n, p=[0.5, 0.3, 0.19, 0.01]),
        "handle_seconds": np.where(rng.random(n) < 0.3, np.nan, rng.exponential(300, n))})
    frame.loc[frame["channel"] == "rare", "handle_seconds"] = np.nan
    by = rng.integers(-1, many - 1, n)  # the last department has answered nothing
    asked = rng.integers(0, many, n)
    found = MeasuredWork(frame, by, many).of(asked)
    measured = frame.assign(by=by).dropna()
    both = measured.groupby(["channel", "by"])["handle_seconds"].median()
    channels = measured.groupby("channel")["handle_seconds"].median()
    every = measured["handle_seconds"].median()
    for channel, department, seconds in zip(frame["channel"], asked, found, strict=True):
        assert seconds == pytest.approx(both.get(
            (channel, int(department)), channels.get(channel, every))), (channel, department)
    assert set(asked) == set(range(many))


def test_nothing_measured_and_nothing_at_all() -> None:
    frame = pd.DataFrame({"channel": ["x", None], "handle_seconds": [np.nan, np.nan]})
    assert MeasuredWork(frame, np.array([-1, 0]), 1).of(np.array([0, 0])).tolist() == [
        USUAL_SECONDS, USUAL_SECONDS]
    none = MeasuredWork(frame.head(0), np.zeros(0, dtype=int), 1)
    assert none.of(np.zeros(0, dtype=int)).tolist() == []
