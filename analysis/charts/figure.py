"""A figure as plain values: what a chart is built with, because Plotly's own checks each property.

Checking costs several times what all else about a chart costs, and finds nothing that a test over
every chart has not found before: ``tests/analysis/charts`` builds each one through Plotly's checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import plotly.graph_objects as go

# Names of Plotly's that hold an underscore; in all others it leads into a part, as margin_r.
_WHOLE = {"error_x", "error_y", "paper_bgcolor", "plot_bgcolor"}


class Figure:
    """A figure that takes the calls of ``go.Figure`` that the charts use, unchecked.

    ``traces`` and ``arrangement`` (Plotly's layout) are the plain values and may be changed.
    """

    def __init__(self, traces: list[dict[str, Any]] | None = None,
                 arrangement: Mapping[str, Any] | None = None) -> None:
        self.traces: list[dict[str, Any]] = list(traces or ())
        self.arrangement: dict[str, Any] = _merged({}, arrangement or {})

    @property
    def keys(self) -> list[str]:
        """What the leading columns of each mark's customdata hold."""
        return list(self.arrangement.get("meta", {}).get("keys", []))

    def add_scatter(self, **given: Any) -> None:
        """Add lines or points."""
        self._add("scatter", given)

    def add_bar(self, **given: Any) -> None:
        """Add bars."""
        self._add("bar", given)

    def add_heatmap(self, **given: Any) -> None:
        """Add coloured cells."""
        self._add("heatmap", given)

    def update_layout(self, **given: Any) -> None:
        """Change the arrangement; lists are replaced, parts are merged."""
        _merged(self.arrangement, given)

    def update_xaxes(self, **given: Any) -> None:
        """Change every x axis."""
        self._axes("xaxis", given)

    def update_yaxes(self, **given: Any) -> None:
        """Change every y axis."""
        self._axes("yaxis", given)

    def add_shape(self, **given: Any) -> None:
        """Add a line or an area."""
        self._append("shapes", given)

    def add_annotation(self, **given: Any) -> None:
        """Add words."""
        self._append("annotations", given)

    def add_vline(self, x: Any, *, annotation: Mapping[str, Any] | None = None,
                  **given: Any) -> None:
        """Add an upright line over the whole height, with words that say where they stand."""
        self.add_shape(type="line", xref="x", x0=x, x1=x, yref="y domain", y0=0, y1=1, **given)
        if annotation is not None:
            self.add_annotation(**{"x": x, "xref": "x", "yref": "y domain", "xanchor": "left",
                                   "yanchor": "top", "showarrow": False, **annotation})

    def add_hline(self, y: Any, **given: Any) -> None:
        """Add a level line over the whole width."""
        self.add_shape(type="line", xref="x domain", x0=0, x1=1, yref="y", y0=y, y1=y, **given)

    def add_vrect(self, x0: Any, x1: Any, **given: Any) -> None:
        """Add an upright band."""
        self.add_shape(type="rect", xref="x", x0=x0, x1=x1, yref="y domain", y0=0, y1=1, **given)

    def add_hrect(self, y0: Any, y1: Any, **given: Any) -> None:
        """Add a level band."""
        self.add_shape(type="rect", xref="x domain", x0=0, x1=1, yref="y", y0=y0, y1=y1, **given)

    def to_dict(self) -> dict[str, Any]:
        """Traces and layout as Plotly names them; a copy, but for the lists of values."""
        return {"data": [_copied(one) for one in self.traces],
                "layout": _copied(self.arrangement)}

    def checked(self) -> go.Figure:
        """The same figure as Plotly's own, each property checked.  Raises ValueError."""
        import plotly.graph_objects as go

        return go.Figure(self.to_dict())

    @property
    def data(self) -> Any:
        """The traces of :meth:`checked`: to read, not to change."""
        return self.checked().data

    @property
    def layout(self) -> Any:
        """The layout of :meth:`checked`: to read, not to change."""
        return self.checked().layout

    def to_json(self) -> str:
        """The checked figure as text."""
        return str(self.checked().to_json())

    def _add(self, kind: str, given: Mapping[str, Any]) -> None:
        self.traces.append(_merged({"type": kind}, given))

    def _append(self, name: str, given: Mapping[str, Any]) -> None:
        self.arrangement[name] = [*self.arrangement.get(name, ()), _merged({}, given)]

    def _axes(self, prefix: str, given: Mapping[str, Any]) -> None:
        for name in {prefix, *(one for one in self.arrangement if one.startswith(prefix))}:
            _merged(self.arrangement.setdefault(name, {}), given)


def _merged(into: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Put values into a part and the parts below it; what is None is taken out, as Plotly does."""
    for name, value in given.items():
        if "_" in name and name not in _WHOLE:
            first, rest = name.split("_", 1)
            _merged(into.setdefault(first, {}), {rest: value})
        elif value is None:
            into.pop(name, None)
        elif isinstance(value, Mapping) and name != "meta":
            kept = into.get(name)
            if part := _merged(kept if isinstance(kept, dict) else {}, value):
                into[name] = part
        else:
            into[name] = value
    return into


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(one) for name, one in value.items()}
    if isinstance(value, np.ndarray):
        # As text moments are the same in every unit that they may be kept in.
        return (np.datetime_as_string(value, unit="s") if value.dtype.kind == "M"
                else value).tolist()
    return value
