"""How customers on social media differ from the others."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.charts.canvas import HOVER, quoted, row_names, rows_canvas
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, band
from analysis.records import records
from analysis.representative import NEGLIGIBLE

_SOCIAL = "#c83103"


def difference_dots(frame: pd.DataFrame) -> Figure:
    """Standardised differences with intervals; the band holds what is negligible.

    Frame: dimension, category, share_social, share_all, smd, smd_low, smd_high, q, too_few,
    finding; active_customers, customers_social.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["dimension", "category"], y="Group", rows=round(0.55 * len(rows)),
                         x="Standardised difference")
    if rows.empty:
        return figure
    figure.add_vrect(x0=-NEGLIGIBLE, x1=NEGLIGIBLE, line_width=0, fillcolor=band(INK),
                     layer="below")
    for finding, symbol, colour in (("over", "circle", _SOCIAL), ("under", "circle", _SOCIAL),
                                    ("none", "circle-open", INK)):
        mine = rows[(rows["finding"] == finding) & ~rows["too_few"].astype(bool)]
        if mine.empty:
            continue
        figure.add_scatter(
            x=mine["smd"].tolist(), y=mine.index.tolist(), mode="markers",
            marker={"color": colour, "symbol": symbol, "size": 9},
            error_x={"type": "data", "symmetric": False, "color": colour, "thickness": 1.2,
                     "array": (mine["smd_high"] - mine["smd"]).tolist(),
                     "arrayminus": (mine["smd"] - mine["smd_low"]).tolist()},
            customdata=[[str(row.dimension), str(row.category)] for row in records(mine)],
            hovertext=[_words(row) for row in records(mine)], hovertemplate=HOVER)
    row_names(figure, [f"{row.category} · {row.dimension}" for row in records(rows)], letters=30)
    figure.update_xaxes(rangemode="normal", zeroline=True)
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    return figure


def difference_dots_alt(frame: pd.DataFrame) -> str:
    """The differences in words, the findings first."""
    if frame.empty:
        return "No customers to compare."
    apart = frame[frame["finding"] != "none"]
    parts = [f"{row.category} ({row.dimension}) {wording.percent(row.share_social)} against "
             f"{wording.percent(row.share_all)}" for row in records(apart)[:8]]
    return ("Share among customers on social media against all active customers: "
            + (", ".join(parts) if parts else "Nothing differs beyond chance") + ".")


def _words(row: object) -> str:
    social, everyone = (wording.percent(getattr(row, f"share_{one}")) for one in ("social", "all"))
    low, d, high = (getattr(row, one) for one in ("smd_low", "smd", "smd_high"))
    return (f"{quoted(getattr(row, 'category', ''))}: {social} of those on social media, "
            f"{everyone} of all<br>difference {d:+.2f} ({low:+.2f} to {high:+.2f}) standard "
            f"deviations<br>n = {wording.number(getattr(row, 'active_customers', 0))} customers")


def offset_dots(frame: pd.DataFrame) -> Figure:
    """How far means over customers on social media are off, as percent of the mean over all.

    Frame: measure, offset_pct, low_pct, high_pct, weighted_offset_pct, mean_social, mean_all,
    n_social, too_few.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["measure"], x="Off the mean over all (%)", y="Mean of",
                         rows=len(rows))
    if rows.empty:
        return figure
    shown = rows[~rows["too_few"].astype(bool) & rows["offset_pct"].notna()]
    said = [f"{quoted(row.measure)}: {row.mean_social:,.2f} on social media, {row.mean_all:,.2f} "
            f"over all<br>off by {row.offset_pct:+.1f} % ({row.low_pct:+.1f} to "
            f"{row.high_pct:+.1f}), n = {wording.number(row.n_social)}<br>weighted by segment and "
            f"tier: {row.weighted_offset_pct:+.1f} %" for row in records(shown)]
    keys = [[str(measure)] for measure in shown["measure"]]
    figure.add_scatter(
        x=shown["offset_pct"].tolist(), y=shown.index.tolist(), mode="markers",
        marker={"color": _SOCIAL, "size": 10}, customdata=keys, hovertext=said,
        error_x={"type": "data", "symmetric": False, "color": _SOCIAL, "thickness": 1.5,
                 "array": (shown["high_pct"] - shown["offset_pct"]).tolist(),
                 "arrayminus": (shown["offset_pct"] - shown["low_pct"]).tolist()},
        hovertemplate=HOVER)
    figure.add_scatter(
        x=shown["weighted_offset_pct"].tolist(), y=(shown.index + 0.22).tolist(), mode="markers",
        marker={"color": INK, "size": 9, "symbol": "diamond-open"}, customdata=keys,
        hovertext=said, hovertemplate=HOVER)
    row_names(figure, [str(one).capitalize() for one in rows["measure"]],
              ["too few" if row.too_few or row.offset_pct != row.offset_pct
               else f"{row.offset_pct:+.1f} %, weighted {row.weighted_offset_pct:+.1f} %"
               for row in records(rows)], letters=24)
    figure.update_xaxes(rangemode="normal", zeroline=True)
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    return figure


def offset_dots_alt(frame: pd.DataFrame) -> str:
    """The offsets in words."""
    shown = frame[~frame["too_few"].astype(bool)] if len(frame) else frame
    if shown.empty:
        return "Nothing to compare: too few customers."
    parts = [f"{row.measure} {row.offset_pct:+.1f} %" for row in records(shown)
             if row.offset_pct == row.offset_pct]
    return f"Means over customers on social media are off those over all: {', '.join(parts)}."
