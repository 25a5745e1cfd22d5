"""The last touch on a figure: inks, paddings and height, without checking all of it once more."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure


class Finished(BaseFigure):  # type: ignore[misc]
    """A figure that has been checked and is only waiting to be sent: its plain content."""

    def __init__(self, content: dict[str, Any]) -> None:
        # No check by the library: that costs as much as making the figure.
        self.__dict__["content"] = content

    def to_dict(self) -> dict[str, Any]:
        """The content as Plotly's JSON has it."""
        content: dict[str, Any] = self.__dict__["content"]
        return content


def finish(figure: go.Figure, *, ink: str, strong_ink: str, height: int | None = None) -> Finished:
    """The figure with its words in ``ink``, words over marks in ``strong_ink``; ``height`` in px.

    The figure given stays as it is.
    """
    content: dict[str, Any] = figure.to_dict()
    layout: dict[str, Any] = content.setdefault("layout", {})
    # The screen's theme pads the axes; without this their titles run into their labels.
    layout.setdefault("margin", {})["pad"] = 4
    layout.setdefault("yaxis", {}).setdefault("title", {})["standoff"] = 14
    layout.setdefault("font", {})["color"] = ink
    for name, axis in layout.items():
        if name.startswith(("xaxis", "yaxis")):
            axis.setdefault("tickfont", {})["color"] = ink
            axis.setdefault("title", {}).setdefault("font", {})["color"] = ink
    # Figures written over coloured cells need the strongest ink.
    for trace in content.get("data", ()):
        if trace.get("type") == "scatter" and "text" in (trace.get("mode") or ""):
            trace.setdefault("textfont", {})["color"] = strong_ink
    if height is not None:
        layout["height"] = height
    return Finished(content)
