"""What waiting does: the chance of another post by the time waited, and the target that follows."""

from __future__ import annotations

import math

import pandas as pd

from analysis import wording
from analysis.charts.canvas import HOVER, canvas
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, SENTIMENT_COLOURS, band
from analysis.records import records

_COLOUR = SENTIMENT_COLOURS["negative"]


def lag_curve(frame: pd.DataFrame, *, below: float = 0.1, wait: float = math.inf,
              seen: float = 0.0) -> Figure:
    """The chance by hours waited with its band, the level to stay below, and the wait it allows.

    Frame: hours, share, low, high (0..1), at_risk.  ``wait`` in hours, infinite where the level is
    not reached; ``seen``: where the curve ends.
    """
    figure = canvas(keys=["hours"], x="Hours waited for a person", y="Have posted again (%)",
                    height=340)
    if frame.empty:
        return figure
    end = max(seen, float(frame["hours"].iloc[-1]))
    hours = [0.0, *frame["hours"].astype(float), end]
    share, low, high = ([0.0, *(100 * frame[name].astype(float)),
                         100 * float(frame[name].iloc[-1])] for name in ("share", "low", "high"))
    for limit, fill in ((high, None), (low, "tonexty")):
        figure.add_scatter(x=hours, y=limit, mode="lines", fill=fill, hoverinfo="skip",
                           fillcolor=band(_COLOUR), line={"width": 0, "shape": "hv"})
    rows = records(frame)
    figure.add_scatter(
        x=hours, y=share, mode="lines+markers", line={"color": _COLOUR, "width": 2, "shape": "hv"},
        marker={"size": 2, "color": _COLOUR}, customdata=[[one] for one in hours],
        hovertext=["at the start: none", *map(_words, rows), _words(rows[-1])],
        hovertemplate=HOVER)
    figure.add_hline(y=100 * below, line={"color": INK, "width": 1.5, "dash": "dot"})
    if math.isfinite(wait):
        figure.add_vline(x=wait, line={"color": INK, "width": 1.5, "dash": "dash"})
        figure.add_annotation(x=wait, y=1, yref="paper", xanchor="left", yanchor="top", xshift=4,
                              text=wording.duration(3600 * wait), showarrow=False)
    # A curve that stays level for days would press what happens before into a corner.
    figure.update_xaxes(range=[0, min(end, 1.3 * float(frame["hours"].iloc[-1]))])
    figure.update_yaxes(range=[0, 1.08 * max(*high, 100 * below)])
    return figure


def _words(row: object) -> str:
    return (f"waited {wording.duration(3600 * row.hours)}: "  # type: ignore[attr-defined]
            f"{wording.percent(row.share)} "  # type: ignore[attr-defined]
            f"({100 * row.low:.1f} to {100 * row.high:.1f} %)<br>"  # type: ignore[attr-defined]
            f"{wording.several(row.at_risk, 'conversation', 'conversations')} "  # type: ignore[attr-defined]
            "still waited")


def lag_curve_alt(frame: pd.DataFrame, *, below: float = 0.1, wait: float = math.inf,
                  seen: float = 0.0) -> str:
    """The curve at a few times, and the target, in words."""
    if frame.empty:
        return "No further post was seen while somebody waited."
    parts = []
    for hours in (1, 6, 24, 72):
        reached = frame[frame["hours"] <= hours]
        if hours <= seen and len(reached):
            parts.append(f"{wording.percent(reached['share'].iloc[-1])} within "
                         f"{wording.duration(3600 * hours)}")
    target = (f"It reaches {wording.percent(below)} after {wording.duration(3600 * wait)}."
              if math.isfinite(wait) else
              f"It stays below {wording.percent(below)} as far as the data reach.")
    curve = f"Chance of a further post by time waited: {', '.join(parts)}. " if parts else ""
    return f"{curve}{target}"
