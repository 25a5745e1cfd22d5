"""What the log has seen, at least and at most, and what the survey says, side by side."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.charts import palette
from analysis.charts.canvas import (
    HOVER,
    end_of_bars,
    legend_below,
    quoted,
    row_names,
    rows_canvas,
)
from analysis.charts.figure import Figure
from analysis.estimates import TOO_FEW
from analysis.records import records

_LOG = "#c83103"  # social media, as on every page
_APART = 0.17


def estimate_ranges(frame: pd.DataFrame) -> Figure:
    """One row per category: the range that the log allows, and the survey's share above it.

    Frame: label, answers, n_eff, customers, log_share, log_low, log_upper, log_upper_high,
    survey_share, survey_low, survey_high, verdict; shares 0..1.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["label"], x="On social media (%)", y="Group",
                         rows=round(1.4 * len(rows)), legend=1)
    if rows.empty:
        return figure
    at = list(range(len(rows)))
    widest = 1.15 * 100 * max(rows[["log_share", "survey_high"]].max().max(), 0.01)
    overall = 115 * rows["log_upper"].min()
    limit = min(max(widest, overall if overall == overall else 0), 100)
    ends = (100 * rows["log_upper_high"]).clip(upper=limit)
    begins = 100 * rows["log_low"]
    named = [[str(label)] for label in rows["label"]]
    said = [_log_words(row) for row in records(rows)]
    figure.add_bar(
        orientation="h", x=(ends - begins).tolist(), base=begins.tolist(),
        y=[place + _APART for place in at], width=0.22, name="Log: between at least and at most",
        marker={"color": palette.band(_LOG, opacity=0.3)}, customdata=named, hovertext=said,
        hovertemplate=HOVER,
    )
    figure.add_scatter(
        x=(100 * rows["log_share"]).tolist(), y=[place + _APART for place in at], mode="markers",
        name="Log: matched customers", marker={"color": _LOG, "size": 9, "symbol": "circle"},
        customdata=named, hovertext=said, hovertemplate=HOVER,
    )
    some = rows["survey_share"].notna() & (rows["verdict"] != TOO_FEW)
    asked = rows[some]
    share, low, high = (100 * asked[f"survey_{name}"] for name in ("share", "low", "high"))
    figure.add_scatter(
        x=share.tolist(), y=[place - _APART for place in asked.index], mode="markers",
        name="Survey", marker={"color": palette.INK, "size": 10, "symbol": "diamond"},
        error_x={"type": "data", "symmetric": False, "array": (high - share).tolist(),
                 "arrayminus": (share - low).tolist(), "color": palette.INK, "thickness": 1.5},
        customdata=[[str(label)] for label in asked["label"]],
        hovertext=[_survey_words(row) for row in records(asked)], hovertemplate=HOVER,
    )
    row_names(figure, rows["label"].tolist(), [_below(row) for row in records(rows)])
    figure.update_xaxes(range=[0, limit])
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    legend_below(figure)
    return figure


def estimate_ranges_alt(frame: pd.DataFrame) -> str:
    """The estimates in words."""
    if frame.empty:
        return "Nothing to compare."
    parts = [f"{row.label}: {_below(row)}" for row in records(frame)[:12]]
    return "Customers on social media by log and by survey. " + "; ".join(parts) + "."


def _log_words(row: object) -> str:
    if not row.customers:  # type: ignore[attr-defined]
        return "The log knows no customer here"
    share, low, high, upper, seen, customers = (
        getattr(row, name) for name in ("log_share", "log_low", "log_high", "log_upper",
                                        "customers_seen", "customers"))
    return (f"Log, {quoted(getattr(row, 'label', ''))}: at least "
            f"{wording.share_words(share, low=low, high=high, n=customers)}, at most "
            f"{wording.percent(upper)}<br>{wording.several(seen, 'customer', 'customers')} seen")


def _survey_words(row: object) -> str:
    share, low, high, answers, n_eff = (
        getattr(row, name) for name in ("survey_share", "survey_low", "survey_high", "answers",
                                        "n_eff"))
    return (f"Survey, {quoted(getattr(row, 'label', ''))}: "
            f"{wording.share_words(share, low=low, high=high, n=answers)}"
            f"<br>effective n {wording.number(n_eff)}")


def _below(row: object) -> str:
    """Both estimates in a few words."""
    log = (f"log {wording.percent(row.log_share)} to {wording.percent(row.log_upper)}"  # type: ignore[attr-defined]
           if row.customers else "not in the log")  # type: ignore[attr-defined]
    answers = row.answers  # type: ignore[attr-defined]
    if row.verdict == TOO_FEW:  # type: ignore[attr-defined]
        return f"{log}; survey: too few ({answers:,})"
    if not answers:
        return f"{log}; nobody asked"
    return f"{log}; survey {wording.percent(row.survey_share)}"  # type: ignore[attr-defined]


def log_bounds_bars(frame: pd.DataFrame) -> Figure:
    """Share of customers per channel by the log: what is matched, and pale the most it can be.

    Frame: channel, is_social, customers, base_customers, unmatched_handles, share, low, high,
    upper (0..1).
    """
    rows = frame.sort_values("share", ascending=False, kind="stable").reset_index(drop=True)
    figure = rows_canvas(keys=["channel"], x="Share of customers (%)", y="Channel",
                         rows=len(rows))
    if rows.empty:
        return figure
    at = list(range(len(rows)))
    colours = [palette.channel_colour(row.channel, is_social=row.is_social)
               for row in records(rows)]
    keys = [[str(channel)] for channel in rows["channel"]]
    words = [
        f"{quoted(wording.channel_name(row.channel))}: at least "
        f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.base_customers)}"
        f"<br>at most {wording.percent(row.upper)}, were each of "
        f"{wording.several(row.unmatched_handles, 'unmatched handle', 'unmatched handles')} "
        "another customer" for row in records(rows)]
    figure.add_bar(orientation="h", x=(100 * rows["share"]).tolist(), y=at, customdata=keys,
                   marker={"color": colours}, hovertext=words, hovertemplate=HOVER)
    figure.add_bar(
        orientation="h", x=(100 * (rows["upper"] - rows["share"])).tolist(), y=at,
        base=(100 * rows["share"]).tolist(), customdata=keys, hovertext=words,
        hovertemplate=HOVER,
        marker={"color": [palette.band(colour, opacity=0.3) for colour in colours],
                "pattern": {"shape": "/", "fillmode": "replace", "size": 6,
                            "fgcolor": colours}})
    figure.update_layout(barmode="overlay")
    row_names(figure, [wording.channel_name(channel) for channel in rows["channel"]],
              [wording.several(n, "customer", "customers") for n in rows["customers"]])
    end_of_bars(figure, (100 * rows["upper"]).tolist(), [_between(row) for row in records(rows)])
    return figure


def log_bounds_bars_alt(frame: pd.DataFrame) -> str:
    """The bounds in words."""
    if frame.empty:
        return "No customers in this period."
    rows = frame.sort_values("share", ascending=False, kind="stable")
    parts = [f"{wording.channel_name(row.channel)} {_between(row)}" for row in records(rows)[:8]]
    return "Share of customers by the log, at least and at most: " + ", ".join(parts) + "."


def _between(row: object) -> str:
    share, upper = wording.percent(row.share), wording.percent(row.upper)  # type: ignore[attr-defined]
    return share if share == upper else f"{share} to {upper}"
