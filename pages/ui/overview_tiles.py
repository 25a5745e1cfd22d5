"""The overview's tiles: which figures, how they changed, and whether that is noise."""

from __future__ import annotations

from math import isfinite

import pandas as pd

from analysis.change import (
    Change,
    count_change_of,
    duration_change,
    net_sentiment_change,
    share_change,
)
from analysis.intervals import Interval, net_sentiment_interval, wilson
from analysis.wording import duration, net_sentiment, number, percent, several
from data.filters import Filters
from pages.ui.tiles import Tile

# Below this many in the period before, a comparison is a play of numbers.
_LEAST = 20


def overview_tiles(now: pd.Series, before: pd.Series | None, series: pd.DataFrame,
                   filters: Filters) -> list[Tile]:
    """The tiles of the overview; customers come first and only where customers are known."""
    kind = "business hours" if filters.hours == "business" else "all hours"
    # A bucket that the period cuts would end a sparkline in a drop that did not happen.
    if series["whole_bucket"].sum() >= 3:
        series = series[series["whole_bucket"]]
    out = [
        Tile("Posts", number(now["posts"]),
             "Inbound messages on social channels. Change is judged against the usual scatter "
             "between days.",
             _posts(now, before, series, filters), series["posts"].tolist()),
        Tile("Service share", "–" if filters.purposes
             else _share(now["service"], now["service"] + now["marketing"]),
             _n(now["service"] + now["marketing"], "conversation", "Conversations about service "
                "÷ (service + marketing)."),
             None if filters.purposes
             else _share_change(now, before, "service", ("service", "marketing")),
             () if filters.purposes else _rate(series, "service", ("service", "marketing"))),
        Tile("Net sentiment", _net(now),
             _n(_posts_scored(now), "post", "100 × (positive − negative) ÷ all posts."),
             _net_change(now, before), _net_series(series), "up"),
        Tile("Reply, median", duration(now["median_seconds"]),
             _n(now["answered"], "answered conversation", f"First response time: of those "
                f"answered, half within this time, by people, counted in {kind}."
                + _reply_range(now, 0.5)),
             _duration_change(now, before, 0.5), series["median_seconds"].tolist(), "down"),
        Tile("Reply, P90", duration(now["p90_seconds"]),
             _n(now["answered"], "answered conversation", f"First response time: of "
                f"those answered, nine in ten within this time, counted in {kind}."
                + _reply_range(now, 0.9)),
             _duration_change(now, before, 0.9), series["p90_seconds"].tolist(), "down"),
        Tile("In time", _share(now["sla_met"], now["sla_met"] + now["sla_breached"]),
             _n(now["sla_met"] + now["sla_breached"], "conversation", "First replies within the "
                "service level: met ÷ (met + breached). Unanswered and overdue is breached."),
             _share_change(now, before, "sla_met", ("sla_met", "sla_breached")),
             _rate(series, "sla_met", ("sla_met", "sla_breached")), "up"),
    ]
    if now["customers_active"]:
        out.insert(0, Tile(
            "On social", _share(now["customers_social"], now["customers_active"]),
            _n(now["customers_active"], "active customer", "Customers with at least one "
               "inbound post ÷ customers active in the period."),
            _share_change(now, before, "customers_social", ("customers_active",)),
            _rate(series, "customers_social", ("customers_active",))))
    return out


def _n(count: float, what: str, definition: str) -> str:
    return f"{definition} n = {several(int(count), what, what + 's')}."


def _reply_range(now: pd.Series, quantile: float) -> str:
    """The interval of a reply time in words; said to be none where too few were answered."""
    if not now["answered"]:
        return ""
    low, high = _reply_limits(now, quantile)
    if now["answered"] < _LEAST or not (isfinite(low) and isfinite(high)):
        return " Too few for an interval."
    return f" About {duration(low)} to {duration(high)} (95 %)."


def _reply_limits(row: pd.Series, quantile: float) -> Interval:
    """The limits of median or P90; NaN where there is none."""
    name = "p90" if quantile > 0.5 else "median"
    return Interval(_seconds(row[f"{name}_low_seconds"]), _seconds(row[f"{name}_high_seconds"]))


def _share(part: float, whole: float) -> str:
    if not whole:
        return "–"
    low, high = wilson(part, whole)
    return percent(part / whole, low=low, high=high)


def _posts_scored(row: pd.Series) -> int:
    return int(row["negative"] + row["neutral"] + row["positive"])


def _net(row: pd.Series) -> str:
    scored = _posts_scored(row)
    if not scored:
        return "–"
    low, high = net_sentiment_interval(row["negative"], row["neutral"], row["positive"])
    return net_sentiment(100 * (row["positive"] - row["negative"]) / scored, low=low, high=high)


def _rate(series: pd.DataFrame, part: str, whole: tuple[str, ...]) -> list[float]:
    below = series[list(whole)].sum(axis=1)
    return (series[part] / below.where(below > 0)).tolist()


def _net_series(series: pd.DataFrame) -> list[float]:
    scored = series[["negative", "neutral", "positive"]].sum(axis=1)
    net = 100 * (series["positive"] - series["negative"]) / scored.where(scored > 0)
    return [float(value) for value in net]


def _share_change(now: pd.Series, before: pd.Series | None, part: str,
                  whole: tuple[str, ...]) -> Change | None:
    if before is None:
        return None
    base = int(sum(before[name] for name in whole))
    enough = base >= _LEAST
    return share_change(int(now[part]), int(sum(now[name] for name in whole)),
                        int(before[part]) if enough else 0, base if enough else 0)


def _posts(now: pd.Series, before: pd.Series | None, series: pd.DataFrame,
           filters: Filters) -> Change | None:
    if before is None:
        return None
    if before["posts"] < _LEAST:
        nan = float("nan")
        return Change(float(now["posts"]), nan, nan, nan, nan, nan, True, "no previous period")
    season = 7 if filters.trend_grain == "day" else 1
    return count_change_of(int(now["posts"]), int(before["posts"]),
                           daily=[float(value) for value in series["posts"]], season=season)


def _net_change(now: pd.Series, before: pd.Series | None) -> Change | None:
    if before is None:
        return None

    def counts(row: pd.Series) -> tuple[int, int, int]:
        return int(row["negative"]), int(row["neutral"]), int(row["positive"])

    return net_sentiment_change(
        counts(now), counts(before) if _posts_scored(before) >= _LEAST else (0, 0, 0))


def _duration_change(now: pd.Series, before: pd.Series | None, quantile: float) -> Change | None:
    if before is None:
        return None
    # Quantiles of a handful of replies are no base for a comparison.
    enough = min(now["answered"], before["answered"]) >= _LEAST
    return duration_change(
        _seconds(now["median_seconds"]), int(now["answered"]),
        _seconds(before["median_seconds"]), int(before["answered"]) if enough else 0,
        current_p90=_seconds(now["p90_seconds"]), previous_p90=_seconds(before["p90_seconds"]),
        current_limits=_reply_limits(now, quantile),
        previous_limits=_reply_limits(before, quantile), quantile=quantile)


def _seconds(value: float | None) -> float:
    return float("nan") if value is None or pd.isna(value) else float(value)
