"""The measures of one side of a comparison, from the frames that the pages show of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.compare import Measure
from analysis.intervals import dispersion
from analysis.records import floats, records
from analysis.survey import nps_frame, weighted_shares
from analysis.wording import channel_name


def measures_of(totals: pd.Series, series: pd.DataFrame, channels: pd.DataFrame,
                means: pd.DataFrame, survey: Sequence[Measure] = (), *,
                by_purpose: bool = True) -> list[Measure]:
    """Every measure of a side.

    ``totals``: the row of overview_totals; ``series``: overview_series; ``channels``:
    channel_share; ``means``: customer_means; ``survey``: what :func:`survey_of` says of the side.
    ``by_purpose`` false leaves out the service share, where purposes are chosen.
    """
    out = [_share("Customers on social media", totals["customers_social"],
                  totals["customers_active"])]
    out += [_share(f"Customers on {channel_name(row.channel)}", row.customers,
                   row.active_customers) for row in records(channels)]
    talks = totals["service"] + totals["marketing"] + totals["other"]
    if by_purpose:
        out.append(_share("Service share", totals["service"],
                          totals["service"] + totals["marketing"]))
    out += [
        _share("Conversations answered", totals["answered"], talks),
        _share("First replies in time", totals["sla_met"],
               totals["sla_met"] + totals["sla_breached"]),
        _share("Negative posts", totals["negative"], _posts(totals)),
        _share("Positive posts", totals["positive"], _posts(totals)),
        Measure("Net sentiment", "score", "points",
                {name: float(totals[name]) for name in ("negative", "neutral", "positive")}),
    ]
    out += _rates(totals, series)
    out += [_duration("First reply, median", totals, 0.5),
            _duration("First reply, P90", totals, 0.9)]
    out += [Measure(f"{str(row.measure).capitalize()}, mean", "mean", "",
                    {"n": float(row.n), "sum": float(row.total), "squares": float(row.squares)})
            for row in records(means)]
    return [*out, *survey]


def _posts(totals: pd.Series) -> float:
    return float(totals["negative"] + totals["neutral"] + totals["positive"])


def _share(name: str, part: Any, whole: Any) -> Measure:
    return Measure(name, "share", "%", {"part": float(part), "whole": float(whole)})


def _rates(totals: pd.Series, series: pd.DataFrame) -> list[Measure]:
    """Posts a day and per customer; how much days scatter is seen in the series."""
    whole = series[series["whole_bucket"]] if series["whole_bucket"].sum() >= 3 else series
    spread = dispersion([float(one) for one in whole["posts"]])
    count = {"count": float(totals["posts"]), "dispersion": spread,
             "degrees": max(1.0, len(whole) - 1.0) if spread > 1 else math.inf}
    out = [Measure("Social posts a day", "rate", "",
                   count | {"exposure": float(series["days"].sum())})]
    if totals["customers_active"]:
        out.append(Measure("Posts per 100 active customers", "rate", "",
                           count | {"exposure": float(totals["customers_active"]) / 100}))
    return out


def _duration(name: str, totals: pd.Series, quantile: float) -> Measure:
    which = "median" if quantile == 0.5 else "p90"
    values = {"median": totals["median_seconds"], "p90": totals["p90_seconds"],
              "n": totals["answered"], "low": totals[f"{which}_low_seconds"],
              "high": totals[f"{which}_high_seconds"], "quantile": quantile}
    given = {key: math.nan if value is None or pd.isna(value) else float(value)
             for key, value in values.items()}
    # Too few waits to bound the time on a side: it is open there.
    low = 0.0 if math.isnan(given["low"]) else given["low"]
    high = math.inf if math.isnan(given["high"]) else given["high"]
    return Measure(name, "duration", "seconds", given | {"low": low, "high": high})


def survey_of(scores: Sequence[pd.DataFrame], wave: str | None) -> list[list[Measure]]:
    """CSAT and NPS of a wave by side, as counts of the effective size that their intervals have.

    ``scores``: survey_scores of each side.  Nothing of a side that did not answer.
    """
    mine = [one[(one["wave"] == wave) & (one["dimension"] == "all")].head(1).assign(side=at)
            for at, one in enumerate(scores)] if wave is not None else []
    out: list[list[Measure]] = [[] for _ in scores]
    if not any(len(one) for one in mine):
        return out
    # All sides at once: each is a row, and a frame costs its calls.
    rows = pd.concat([one for one in mine if len(one)], ignore_index=True)
    happy = weighted_shares(rows, hits="csat_top_weight", weight="csat_weight_sum",
                            weight_squared="csat_weight_squared_sum",
                            hits_squared="csat_top_weight_squared",
                            residual_squared="csat_residual_squared")
    for side, weight, size, share in zip(happy["side"], happy["csat_weight_sum"].fillna(0),
                                         happy["n_interval"], happy["share"], strict=True):
        if weight:
            out[side].append(_share(f"Satisfied, survey {wave}", size * share, size))
    scored = nps_frame(rows, weight_squared="nps_weight_squared_sum",
                       promoters_squared="promoters_squared",
                       detractors_squared="detractors_squared",
                       residual_squared="nps_residual_squared")
    for side, size, *given in zip(*(scored[name].tolist() for name in (
            "side", "n_interval", "detractors", "passives", "promoters")), strict=True):
        total = sum(given)
        if total > 0:
            parts = dict(zip(("negative", "neutral", "positive"),
                             (float(size * one / total) for one in given), strict=True))
            out[side].append(Measure(f"NPS, survey {wave}", "score", "points", parts))
    return out


def series_of(series: pd.DataFrame, *, by_purpose: bool = True) -> pd.DataFrame:
    """What small multiples show of a side: bucket, measure, unit, value and n.

    ``series``: overview_series.  Buckets that the period cuts are left out where whole ones are
    left.  Values are in percent, points, posts a day and hours; NaN where there is nothing.
    """
    whole = series["whole_bucket"].to_numpy(dtype=bool)
    rows = series[whole] if whole.sum() >= 3 else series
    given = {name: floats(rows[name]) for name in (
        "customers_social", "customers_active", "posts", "days", "negative", "neutral", "positive",
        "service", "marketing", "median_seconds", "answered")}
    scored = np.nansum([given[name] for name in ("negative", "neutral", "positive")], axis=0)
    pairs = given["service"] + given["marketing"]
    wanted: list[tuple[str, str, np.ndarray, np.ndarray]] = [
        ("On social media", "%", 100 * _over(given["customers_social"], given["customers_active"]),
         given["customers_active"]),
        ("Posts a day", "posts", _over(given["posts"], given["days"]), given["posts"]),
        ("Net sentiment", "points", 100 * _over(given["positive"] - given["negative"], scored),
         scored),
        ("Service share", "%", 100 * _over(given["service"], pairs), pairs),
        ("First reply, median", "hours", given["median_seconds"] / 3600, given["answered"]),
    ]
    told = [one for one in wanted if by_purpose or one[0] != "Service share"]
    names, units, values, counts = zip(*told, strict=True)
    return pd.DataFrame({
        "bucket": np.tile(rows["bucket"].to_numpy(), len(told)),
        "measure": np.repeat(np.array(names, dtype=object), len(rows)),
        "unit": np.repeat(np.array(units, dtype=object), len(rows)),
        "value": np.concatenate(values), "n": np.concatenate(counts).astype(int)})


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    out: np.ndarray = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return out
