"""The load on real instants: what the clock skips, what it repeats, what is not known of a day."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.staffing_load import week_load

_BOUNDS = ("lo_80", "hi_80", "lo_95", "hi_95")


def loaded(day: str) -> pd.DataFrame:
    """A contact and as many more as the hour says in each half hour, phone before it is named."""
    ds = pd.date_range(day, periods=48, freq="30min")
    mean = 1.0 + ds.hour.to_numpy()
    frame = pd.concat([pd.DataFrame({"channel": name, "ds": ds, "mean": mean,
                                     **dict.fromkeys(_BOUNDS, mean)})
                       for name in ("phone", "email")])
    days = pd.DataFrame({"channel": ["email"], "day": [ds[0]], "mean": [50.0], "lo_80": [40.0],
                         "hi_80": [75.631], "lo_95": [0.0], "hi_95": [99.0]})
    return week_load(frame, days, first=ds[0], zone="Europe/Berlin", length=1)


@pytest.mark.parametrize(("day", "hour", "means"), [
    ("2026-03-29", 3, [10.0, 4.0]),                   # 02:00, 02:30 and 03:00 together
    ("2026-10-25", 2, [1.5, 1.5, 1.5, 1.5])])         # each half hour comes twice
def test_what_the_clock_skips_comes_after_and_what_it_repeats_is_shared(
        day: str, hour: int, means: list[float]) -> None:
    load = loaded(day)
    assert load["channel"].unique().tolist() == ["email", "phone"]
    assert load["ds"].is_monotonic_increasing is False
    for _, mine in load.groupby("channel"):
        assert mine["ds"].is_monotonic_increasing
        assert mine.loc[mine["wall"].dt.hour == hour, "mean"].tolist() == means


def test_a_day_that_is_not_known_counts_as_its_mean() -> None:
    load = loaded("2026-03-02")
    mail = load["channel"] == "email"
    # As the worked P80 of 25.631 above the mean, of 50.
    assert load.loc[mail, "day_p80"].to_numpy() == pytest.approx(1 + 16.832 / 50, abs=1e-4)
    assert set(load.loc[~mail, "day_p80"]) == set(load.loc[~mail, "day_p95"]) == {1.0}
