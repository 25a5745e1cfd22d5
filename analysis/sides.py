"""The measures of one side of a comparison, from the frames that the pages show of it."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis.compare import Measure
from analysis.intervals import dispersion
from analysis.survey import nps_frame, weighted_shares
from analysis.wording import channel_name


def measures_of(totals: pd.Series, series: pd.DataFrame, channels: pd.DataFrame,
                means: pd.DataFrame, scores: pd.DataFrame, *, wave: str | None = None,
                by_purpose: bool = True) -> list[Measure]:
    """Every measure of a side.

    ``totals``: the row of overview_totals; ``series``: overview_series; ``channels``:
    channel_share; ``means``: social_means; ``scores``: survey_scores, of which ``wave`` is taken.
    ``by_purpose`` false leaves out the service share, where purposes are chosen.
    """
    out = [_share("Customers on social media", totals["customers_social"],
                  totals["customers_active"])]
    out += [_share(f"Customers on {channel_name(row.channel)}", row.customers,
                   row.active_customers) for row in channels.itertuples(index=False)]
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
    out += [_mean(str(name).capitalize(), cells)
            for name, cells in means.groupby("measure", sort=False)]
    return out + _survey(scores, wave)


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


def _mean(name: str, cells: pd.DataFrame) -> Measure:
    parts = {short: float(cells[f"{column}_social"].sum() + cells[f"{column}_rest"].sum())
             for short, column in (("n", "n"), ("sum", "sum"), ("squares", "squares"))}
    return Measure(f"{name}, mean", "mean", "", parts)


def _survey(scores: pd.DataFrame, wave: str | None) -> list[Measure]:
    """CSAT and NPS of a wave, as counts of the effective size that their intervals have."""
    mine = scores[(scores["wave"] == wave) & (scores["dimension"] == "all")]
    if wave is None or mine.empty:
        return []
    out = []
    happy = weighted_shares(mine, hits="csat_top_weight", weight="csat_weight_sum",
                            weight_squared="csat_weight_squared_sum",
                            hits_squared="csat_top_weight_squared",
                            residual_squared="csat_residual_squared").iloc[0]
    if happy["csat_weight_sum"]:
        size = float(happy["n_interval"])
        out.append(_share(f"Satisfied, survey {wave}", size * happy["share"], size))
    row = nps_frame(mine, weight_squared="nps_weight_squared_sum",
                    promoters_squared="promoters_squared",
                    detractors_squared="detractors_squared",
                    residual_squared="nps_residual_squared").iloc[0]
    given = [float(row[name]) for name in ("detractors", "passives", "promoters")]
    if sum(given):
        size = float(row["n_interval"])
        parts = dict(zip(("negative", "neutral", "positive"),
                         (size * one / sum(given) for one in given), strict=True))
        out.append(Measure(f"NPS, survey {wave}", "score", "points", parts))
    return out


def series_of(series: pd.DataFrame, *, by_purpose: bool = True) -> pd.DataFrame:
    """What small multiples show of a side: bucket, measure, unit, value and n.

    ``series``: overview_series.  Buckets that the period cuts are left out where whole ones are
    left.  Values are in percent, points, posts a day and hours; NaN where there is nothing.
    """
    rows = series[series["whole_bucket"]] if series["whole_bucket"].sum() >= 3 else series
    scored = rows[["negative", "neutral", "positive"]].sum(axis=1)
    pairs = rows["service"] + rows["marketing"]
    wanted: list[tuple[str, str, pd.Series, pd.Series]] = [
        ("On social media", "%", 100 * _over(rows["customers_social"], rows["customers_active"]),
         rows["customers_active"]),
        ("Posts a day", "posts", _over(rows["posts"], rows["days"]), rows["posts"]),
        ("Net sentiment", "points", 100 * _over(rows["positive"] - rows["negative"], scored),
         scored),
        ("Service share", "%", 100 * _over(rows["service"], pairs), pairs),
        ("First reply, median", "hours", rows["median_seconds"].astype(float) / 3600,
         rows["answered"]),
    ]
    return pd.concat([
        pd.DataFrame({"bucket": rows["bucket"], "measure": name, "unit": unit, "value": value,
                      "n": n.astype(int)})
        for name, unit, value, n in wanted if by_purpose or name != "Service share"],
        ignore_index=True)


def _over(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part.astype(float) / whole.where(whole > 0).astype(float)
