"""The forecast: what it must know of made series, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from analysis.forecast import forecast
from analysis.forecasting.closings import likely_closings
from analysis.forecasting.profile import shrunk
from analysis.forecasting.spread import (
    _passed,
    calibrated,
    overdispersion,
    quantiles,
    ranks,
    size_of,
    widened,
)


def series(days: int, *, per_hour: float = 12.0, start: str = "2026-01-05", step: str = "1h",
           rng: np.random.Generator | None = None) -> pd.DataFrame:
    """Open 8 to 18 from Monday to Friday, Mondays twice as busy, a peak at ten."""
    ds = pd.Series(pd.date_range(start, periods=days, freq="D").repeat(24))
    ds += pd.to_timedelta(np.tile(np.arange(24), days), unit="h")
    mean = per_hour * truth(ds)
    y = mean if rng is None else rng.poisson(mean)
    frame = pd.DataFrame({"ds": ds, "y": np.asarray(y, dtype=float)})
    return frame[(mean > 0).to_numpy()].reset_index(drop=True)


def truth(ds: pd.Series) -> pd.Series:
    open_ = ds.dt.hour.between(8, 17) & (ds.dt.day_of_week < 5)
    return open_ * np.where(ds.dt.day_of_week == 0, 2.0, 1.0) * np.where(ds.dt.hour == 10, 3.0, 1.0)


def test_a_steady_series_goes_on() -> None:
    ds = pd.date_range("2026-01-01", periods=28 * 24, freq="1h")
    out = forecast(pd.DataFrame({"ds": ds, "y": 3}), horizon=48)
    assert list(out) == ["ds", "mean", "lo-80", "hi-80", "lo-95", "hi-95"]
    assert out["ds"].iloc[0] == ds[-1] + pd.Timedelta(hours=1)
    assert len(out) == 48
    assert out["mean"].to_numpy() == pytest.approx(3.0, abs=0.05)


def test_level_weekday_and_time_of_day_are_found_in_noise() -> None:
    rng = np.random.default_rng(3)
    history = series(84, rng=rng)
    out = forecast(history, horizon=14 * 24)
    after = pd.date_range(history["ds"].iloc[-1], periods=14 * 24 + 1, freq="1h")[1:]
    assert (out["ds"] == after).all()
    expected = 12.0 * truth(out["ds"]).to_numpy()
    closed = expected == 0
    assert (out.loc[closed, ["mean", "lo-95", "hi-95"]] == 0).all().all()
    open_ = out[~closed]
    assert open_["mean"].sum() == pytest.approx(expected.sum(), rel=0.04)
    assert np.abs(open_["mean"] / expected[~closed] - 1).max() < 0.2
    drawn = rng.poisson(expected[~closed], (200, len(open_)))
    for level in (80, 95):
        low, high = open_[f"lo-{level}"].to_numpy(), open_[f"hi-{level}"].to_numpy()
        inside = ((drawn >= low) & (drawn <= high)).mean()
        assert level / 100 - 0.04 < inside < level / 100 + 0.08


def test_the_rest_of_a_day_that_was_cut_off_is_forecast() -> None:
    history = series(56)
    cut = history[history["ds"] < "2026-02-26 13:00"]  # a Thursday
    out = forecast(cut, horizon=24).set_index("ds")
    assert out.index[0] == pd.Timestamp("2026-02-26 13:00")
    assert out.loc["2026-02-26 15:00", "mean"] == pytest.approx(12, rel=0.05)
    assert out.loc["2026-02-27 10:00", "mean"] == pytest.approx(36, rel=0.05)
    assert out.loc["2026-02-26 20:00", "mean"] == 0


def test_a_first_day_that_begins_late_does_not_lower_the_forecast() -> None:
    whole = forecast(series(28), horizon=7 * 24)
    late = forecast(series(28).iloc[9:], horizon=7 * 24)
    assert late["mean"].to_numpy() == pytest.approx(whole["mean"].to_numpy(), rel=0.05)


def test_days_work_as_intervals() -> None:
    ds = pd.date_range("2026-01-05", periods=70, freq="D")
    y = np.where(ds.day_of_week < 5, 40.0, 0.0) + np.where(ds.day_of_week == 0, 20.0, 0.0)
    out = forecast(pd.DataFrame({"ds": ds, "y": y}), horizon=14, level=(90,))
    assert list(out) == ["ds", "mean", "lo-90", "hi-90"]
    assert out["mean"].to_numpy() == pytest.approx(np.tile([60, 40, 40, 40, 40, 0, 0], 2), rel=0.03)


def test_a_holiday_ahead_is_closed_and_the_next_day_takes_the_work() -> None:
    history = series(56)
    events = pd.DataFrame({"day": [pd.Timestamp("2026-03-04")], "name": ["Founders' day"],
                           "closed": [True]})
    daily = forecast(history, horizon=14 * 24, events=events).resample("D", on="ds")["mean"].sum()
    assert daily["2026-03-04"] == 0
    # the Thursday after behaves like a Monday, the first day after a closing
    assert daily["2026-03-05"] == pytest.approx(daily["2026-03-02"], rel=0.05)
    assert daily["2026-03-06"] == pytest.approx(144, rel=0.05)


def test_whether_a_holiday_is_closed_is_learned_from_its_kind() -> None:
    history = series(84)
    day = history["ds"].dt.normalize()
    shut = pd.to_datetime(["2026-01-21", "2026-02-19"])
    events = pd.DataFrame({"day": [*shut, pd.Timestamp("2026-04-01")], "name": ["A", "B", "C"],
                           "kind": "holiday"})
    for gone in (history[~day.isin(shut)], history.assign(y=history["y"].mask(day.isin(shut), 0))):
        out = forecast(gone, horizon=7 * 24, events=events)
        daily = out.resample("D", on="ds")["mean"].sum()
        assert daily["2026-04-01"] == 0
    out = forecast(history, horizon=7 * 24, events=events.assign(closed=True))
    assert out.resample("D", on="ds")["mean"].sum()["2026-04-01"] > 100  # always open on holidays


def test_the_effect_of_a_known_event_is_learned() -> None:
    history = series(84)
    day = history["ds"].dt.normalize()
    sales = pd.to_datetime(["2026-01-14", "2026-02-11", "2026-03-11"])
    history["y"] *= np.where(day.isin(sales), 1.8, 1.0)
    events = pd.DataFrame({"day": [*sales, pd.Timestamp("2026-04-01")], "name": "sale"})
    told = forecast(history, horizon=7 * 24, events=events)
    plain = forecast(history, horizon=7 * 24)
    on = told["ds"].dt.normalize() == "2026-04-01"
    lift = told.loc[on, "mean"].sum() / plain.loc[on, "mean"].sum()
    assert lift == pytest.approx(1.8, rel=0.1)
    assert told.loc[~on, "mean"].sum() == pytest.approx(plain.loc[~on, "mean"].sum(), rel=0.03)


def test_an_accident_in_the_past_does_not_move_the_days_ahead() -> None:
    rng = np.random.default_rng(5)
    history = series(84, rng=rng)
    usual = forecast(history, horizon=7 * 24)["mean"].sum()
    hit = history["ds"].dt.normalize() == "2026-03-26"
    struck = history.assign(y=history["y"].mask(hit, history["y"] * 6))
    assert forecast(struck, horizon=7 * 24)["mean"].sum() == pytest.approx(usual, rel=0.02)


def test_the_mean_of_rare_contacts_is_a_mean() -> None:
    """The mean of a logarithm is not the logarithm of a mean: untreated, 2 a day become 1.6."""
    rng = np.random.default_rng(8)
    ds = pd.date_range("2026-01-01", periods=300, freq="D")
    y = rng.poisson(2.0, 300)
    out = forecast(pd.DataFrame({"ds": ds, "y": y}), horizon=28)
    assert out["mean"].mean() == pytest.approx(y[-56:].mean(), rel=0.08)


def test_a_peak_that_has_moved_is_followed() -> None:
    ds = pd.date_range("2026-01-05", periods=420 * 24, freq="1h")
    peak = np.where(ds < pd.Timestamp("2026-12-07"), 10, 15)
    out = forecast(pd.DataFrame({"ds": ds, "y": np.where(ds.hour == peak, 90.0, 10.0)}),
                   horizon=7 * 24)
    at = out.groupby(out["ds"].dt.hour)["mean"].mean()
    # 12 weeks since, with a half-life of 20, weigh 0.36 of 60 weeks; evenly they would weigh 0.2
    assert at[15] / (at[10] + at[15]) > 0.38


def test_days_on_which_the_clock_changes_are_days_like_others() -> None:
    ds = pd.date_range("2026-03-02", periods=42 * 24, freq="1h")
    frame = pd.DataFrame({"ds": ds, "y": 20.0})
    lost = frame[ds != pd.Timestamp("2026-03-29 02:00")]
    won = frame.assign(y=frame["y"].mask(ds == pd.Timestamp("2026-03-29 02:00"), 40.0))
    for one in (lost, won):
        out = forecast(one, horizon=14 * 24)
        assert len(out) == 14 * 24
        hit = (out["ds"].dt.hour == 2) & (out["ds"].dt.day_of_week == 6)
        assert out.loc[~hit, "mean"].to_numpy() == pytest.approx(20, rel=0.02)
        # one hour in six Sundays that was half or double what it is
        assert out.loc[hit, "mean"].to_numpy() == pytest.approx(20, rel=0.2)


def test_a_history_of_zeros_gives_zeros() -> None:
    ds = pd.date_range("2026-01-01", periods=28 * 24, freq="1h")
    out = forecast(pd.DataFrame({"ds": ds, "y": 0}), horizon=24)
    assert (out.drop(columns="ds") == 0).all().all()


def test_without_weekdays_a_week_is_enough() -> None:
    ds = pd.date_range("2026-01-01", periods=8 * 24, freq="1h")
    frame = pd.DataFrame({"ds": ds, "y": np.where(ds.hour < 12, 100.0, 40.0)})
    with pytest.raises(ValueError, match="at least 21 days of history; there are 8"):
        forecast(frame, horizon=24)
    out = forecast(frame, horizon=24, season="day")
    expected = np.where(out["ds"].dt.hour < 12, 100, 40)
    assert out["mean"].to_numpy() == pytest.approx(expected, rel=0.1)


def test_three_weeks_from_monday_to_friday_are_enough_and_a_day_less_is_not() -> None:
    ds = pd.date_range("2026-01-05", "2026-01-23 23:00", freq="1h")
    frame = pd.DataFrame({"ds": ds, "y": 10.0})[ds.day_of_week < 5]
    out = forecast(frame, horizon=7 * 24).groupby(lambda at: at // 24)["mean"].sum()
    assert out.to_numpy() == pytest.approx([0, 0, 240, 240, 240, 240, 240], rel=0.02)
    with pytest.raises(ValueError, match="at least 21 days of history; there are 18"):
        forecast(frame[frame["ds"] < "2026-01-23"], horizon=24)


def test_unknown_counts_are_no_zeros() -> None:
    rng = np.random.default_rng(6)
    history = series(56, rng=rng)
    grid = history.set_index("ds").reindex(pd.date_range("2026-01-05", periods=56 * 24, freq="1h"))
    whole = grid.rename_axis("ds").reset_index()  # nights and weekends are rows without a count
    out, plain = forecast(whole, horizon=7 * 24), forecast(history, horizon=7 * 24)
    both = out.merge(plain, on="ds")
    assert both["mean_x"].to_numpy() == pytest.approx(both["mean_y"].to_numpy())
    lost = history["ds"].dt.hour.eq(10) & history["ds"].dt.day_of_week.eq(1)
    told = forecast(history.assign(y=history["y"].mask(lost & (history["ds"] > "2026-02-01"))),
                    horizon=7 * 24)
    on = (told["ds"].dt.hour == 10) & (told["ds"].dt.day_of_week == 1)
    assert told.loc[on, "mean"].to_numpy() == pytest.approx(36, rel=0.15)


def broken(**change: object) -> pd.DataFrame:
    ds = pd.date_range("2026-01-01", periods=28 * 48, freq="30min")
    return pd.DataFrame({"ds": ds, "y": 5.0}).assign(**change)  # type: ignore[arg-type]


@pytest.mark.parametrize(("frame", "says"), [
    (broken().drop(columns="y"), "y is missing"),
    (broken().head(0), "there is none"),
    (broken().head(1), "more than one interval"),
    (broken().head(300), "at least 21 days of history; there are 7"),
    (broken(y=-1.0), "must not be negative"),
    (broken(y=np.nan), "must hold finite numbers"),
    (broken(y=np.inf), "must hold finite numbers"),
    (broken().iloc[::-1], "in the order of time"),
    (pd.concat([broken().head(1), broken()]), "stands there twice"),
    (broken(ds=lambda f: f["ds"].dt.tz_localize("UTC")), "without a time zone"),
    (broken(ds=lambda f: f["ds"].astype(str)), "must hold moments"),
    (broken(ds=lambda f: f["ds"].where(f.index > 0)), "must not be missing"),
    (broken(ds=lambda f: f["ds"] + pd.Timedelta(minutes=7)), "on a grid of 30 minutes"),
    (broken(ds=lambda f: f["ds"].iloc[0] + pd.to_timedelta(f.index * 7, unit="min")),
     "divide a day evenly"),
    (broken(ds=lambda f: pd.date_range("2000-01-03", periods=len(f), freq="7D")),
     "divide a day evenly"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_what_cannot_be_forecast_is_refused_in_plain_words(frame: pd.DataFrame, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        forecast(frame, horizon=48)


def test_horizon_and_level_are_checked() -> None:
    with pytest.raises(ValueError, match="at least one interval"):
        forecast(broken(), horizon=0)
    with pytest.raises(ValueError, match="between 0 and 100"):
        forecast(broken(), horizon=1, level=(0.95, 100))
    with pytest.raises(ValueError, match="columns day and name"):
        forecast(broken(), horizon=1, events=pd.DataFrame({"day": ["2026-01-01"]}))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.02, 50), st.integers(21, 60))
def test_bounds_are_counts_in_order_and_never_below_zero(seed: int, mean: float,
                                                         days: int) -> None:
    rng = np.random.default_rng(seed)
    ds = pd.date_range("2026-01-01", periods=days * 4, freq="6h")
    frame = pd.DataFrame({"ds": ds, "y": rng.negative_binomial(2, 2 / (2 + mean), len(ds))})
    out = forecast(frame, horizon=20)
    assert np.isfinite(out.drop(columns="ds")).all().all()
    assert (out["mean"] >= 0).all()
    ordered = out[["lo-95", "lo-80", "mean", "hi-80", "hi-95"]].to_numpy()
    assert (np.diff(ordered, axis=1) >= 0).all()
    assert (ordered >= 0).all()
    bounds = ordered[:, [0, 1, 3, 4]]
    assert ((bounds == np.round(bounds)) | (bounds == ordered[:, [2]])).all()


def test_shares_are_drawn_to_the_base_as_far_as_chance_explains() -> None:
    half = np.array([0.5, 0.5])
    assert shrunk(np.array([60.0, 40.0]), half) == pytest.approx([76 / 132, 56 / 132])
    assert shrunk(np.array([52.0, 48.0]), half) == pytest.approx(half)
    assert shrunk(np.array([6e6, 4e6]), half) == pytest.approx([0.6, 0.4], abs=1e-4)


def test_dispersion_is_one_for_poisson_and_found_where_more() -> None:
    rng = np.random.default_rng(1)
    profile, weekday = np.full((7, 48), 1 / 48), np.arange(700) % 7
    plain = rng.poisson(10.0, (700, 48)).astype(float)
    assert overdispersion(plain, weekday, profile) == pytest.approx(1.0, abs=0.03)
    wild = rng.negative_binomial(5, 5 / 15, (700, 48)).astype(float)  # variance is 3 times the mean
    assert overdispersion(wild, weekday, profile) == pytest.approx(3.0, abs=0.15)


def test_true_forecasts_have_uniform_ranks_and_stay_as_they_are() -> None:
    rng = np.random.default_rng(2)
    mean, sd = np.full(20_000, 4.0), np.full(20_000, 0.3)
    size = size_of(mean, sd, 1.5)
    y = rng.negative_binomial(size, size / (size + mean)).astype(float)
    assert y.var() == pytest.approx(1.5 * 4 + np.expm1(0.09) * 16, rel=0.05)
    found = ranks(y, mean, size, rng)
    wanted = [0.025, 0.1, 0.9, 0.975]
    assert calibrated(found, 60, wanted) == pytest.approx(wanted, abs=0.008)
    assert calibrated(np.zeros(0), 0, wanted).tolist() == wanted
    low, high = quantiles(mean, size, np.array([0.025, 0.975]))
    assert ((y >= low) & (y <= high)).mean() == pytest.approx(0.97, abs=0.02)


def test_short_histories_have_wider_bounds() -> None:
    assert widened(56) == pytest.approx(1.183, abs=0.001)
    assert widened(365) == pytest.approx(1.020, abs=0.001)
    assert widened(21) == widened(28) == pytest.approx(3**0.5)


def test_forecasts_that_were_too_sure_are_widened() -> None:
    rng = np.random.default_rng(4)
    mean = np.full(5_000, 100.0)
    y = rng.negative_binomial(10, 10 / 110, 5_000).astype(float)
    told = size_of(mean, np.zeros(5_000), 1.0)  # claims Poisson
    low, high = calibrated(ranks(y, mean, told, rng), 60, [0.025, 0.975])
    assert low < 0.001
    assert high > 0.999


def closings(days: pd.DatetimeIndex, shut: set[str]) -> dict[str, str]:
    history = np.array([str(day.date()) in shut for day in days])[:-60]
    found = likely_closings(days, history, days.day_of_week.to_numpy() < 5)
    return {str(day): name for day, name in found.items()}


def test_closed_days_tell_the_calendar_they_follow() -> None:
    days = pd.date_range("2003-03-03", "2003-09-30", freq="D")
    known = {"2003-05-26", "2003-07-04"}
    assert closings(days, known)["2003-09-01"] == "Labor Day"
    assert "2003-09-01" in closings(days, known | {"2003-04-04", "2003-04-07"}), "and two gaps"
    assert closings(days, {"2003-05-26"}) == {}, "one closed day is on many calendars"
    assert closings(days, {"2003-05-27", "2003-07-08"}) == {}
    assert closings(days, set()) == {}
    assert closings(days, known | {f"2003-03-{day:02d}" for day in range(10, 15)}) == {}


@given(mean=st.floats(0.01, 5_000), size=st.floats(0.05, 1e6),
       chance=st.floats(0.001, 0.999))
@settings(max_examples=300, deadline=None)
def test_counts_are_passed_as_scipy_says(mean: float, size: float, chance: float) -> None:
    p = size / (size + mean)
    ours = quantiles(np.array([mean]), np.array([size]), np.array([chance]))[0, 0]
    theirs = nbinom.ppf(chance, size, p)
    # Where a chance falls on a step to the last digit, both sides of it are right.
    assert ours == theirs or nbinom.cdf(min(ours, theirs), size, p) == pytest.approx(chance)
    at = np.array([theirs - 1, theirs])
    assert _passed(at, np.full(2, size), np.full(2, p)) == pytest.approx(
        nbinom.cdf(at, size, p), abs=1e-9)
