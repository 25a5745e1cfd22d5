"""The last touch on a figure: inks, paddings, height and the screen's theme."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from plotly.basedatatypes import BaseFigure

from analysis.charts.figure import Figure


class Finished(BaseFigure):  # type: ignore[misc]
    """A figure that is only waiting to be sent: its plain content, which nobody checks again."""

    def __init__(self, content: dict[str, Any]) -> None:
        # Not the library's own start, which checks each property.
        self.__dict__["content"] = content

    def to_dict(self) -> dict[str, Any]:
        """The content as Plotly's JSON has it."""
        content: dict[str, Any] = self.__dict__["content"]
        return content


def finish(figure: Figure, *, ink: str, strong_ink: str, height: int | None = None) -> Finished:
    """The figure with its words in ``ink``, words over marks in ``strong_ink``; ``height`` in px.

    The figure given stays as it is.
    """
    content = figure.to_dict()
    layout: dict[str, Any] = content["layout"]
    # The screen's theme pads the axes; without this their titles run into their labels.
    layout.setdefault("margin", {})["pad"] = 4
    layout.setdefault("yaxis", {}).setdefault("title", {})["standoff"] = 14
    layout.setdefault("font", {})["color"] = ink
    for name, axis in layout.items():
        if name.startswith(("xaxis", "yaxis")):
            axis.setdefault("tickfont", {})["color"] = ink
            axis.setdefault("title", {}).setdefault("font", {})["color"] = ink
    # Figures written over coloured cells need the strongest ink.
    for trace in content["data"]:
        if trace["type"] == "scatter" and "text" in (trace.get("mode") or ""):
            trace.setdefault("textfont", {})["color"] = strong_ink
    if height is not None:
        layout["height"] = height
    layout["template"] = _template()
    return Finished(content)


@lru_cache(maxsize=1)
def _template() -> dict[str, Any]:
    """The theme that Plotly gives every figure of this process; Streamlit puts its own there."""
    import plotly.io as pio

    found: dict[str, Any] = pio.templates[pio.templates.default].to_plotly_json()
    return found
