"""How the costs of a run over several sizes grow, and what a far larger company would take."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from math import log
from typing import Any

TARGETS = {0.4: 150, 10.0: 300, 50.0: 800}


def apart(sizes: Sequence[dict[str, Any]]) -> list[str]:
    """What to mind where sizes were measured hours apart: a rented machine's speed changes."""
    at = [datetime.fromisoformat(one["machine"]["at"]) for one in sizes if "at" in one["machine"]]
    if len(at) < 2 or max(at) - min(at) < timedelta(hours=3):
        return []
    return ["**Mind**: these sizes were measured hours apart. The same code took 1.6 times as "
            "long to build 10 million at another hour on this kind of machine, so the growth "
            "between sizes that were not taken together holds that, too, and what has changed in "
            "Decaf since.", ""]


_STEPS_SHOWN, _FAR = 14, 500e6
WHY = (
    '**Why some steps grow faster than the rows**, as their plans say: "make interactions" takes '
    "two million rows at a time and looks each of them up in tables of the whole company "
    "(customers, scores), which are made ready anew every time, so that part grows with the "
    "square. What a build spills to disk, because it may take 5 GB of memory at most, is written "
    "and read once more.")


def growth(sizes: Sequence[dict[str, Any]]) -> list[str]:
    """How each cost grows from size to size, and what 500 million would take by the last two."""
    lines = []
    for name, at in costs().items():
        grown = [f"{one['millions']:g} → {other['millions']:g} M: {at(one):,.1f} → {at(other):,.1f}"
                 f" ({_shape(_power(one, other, at))})"
                 for one, other in itertools.pairwise(sizes)]
        lines.append(f"- **{name}**: {'; '.join(grown)}. {_FAR / 1e6:.0f} million rows would take "
                     f"{_there(sizes, at):,.0f} by the last step.")
    return lines


def steps(sizes: Sequence[dict[str, Any]]) -> list[str]:
    """Seconds of the longest steps at each size, and how the last two sizes compare."""
    def seconds(one: dict[str, Any], name: str) -> float:
        return float(dict(one["build"]["steps"]).get(name, 0.0))

    names = [name for name, _ in sorted(sizes[-1]["build"]["steps"], key=lambda one: -one[1])]
    rows = []
    for name in names[:_STEPS_SHOWN]:
        at = partial(seconds, name=name)
        rows.append([name, *(f"{at(one):.1f}" for one in sizes),
                     f"{_power(sizes[-2], sizes[-1], at):.2f}"])
    return table(["step, s", *(f"{one['millions']:g} M" for one in sizes),
                  "power of the rows, last two"], rows)


def machine_for(sizes: Sequence[dict[str, Any]]) -> list[str]:
    """What a machine for 500 million interactions needs, by the curve of the last two sizes."""
    there = {name: _there(sizes, at) for name, at in costs().items()}
    disk, page_ms = there["warehouse, GB"], there["filter change, P95 in ms"]
    hours, cores = there["build, processor seconds"] / 3600, sizes[-1]["machine"]["cores"]
    most = TARGETS[50.0]
    return [f"**A machine for {_FAR / 1e6:.0f} million**, by these curves: the warehouse takes "
            f"{disk:,.0f} GB, and as a build writes the new one beside the old and spills what it "
            f"sorts, {3 * disk:,.0f} GB of disk; a build {hours:,.1f} processor hours and "
            f"{there['build, peak memory in GB']:,.0f} GB of memory. A filter change would take "
            f"{page_ms / 1000:,.1f} s at P95 on these {cores} cores. To keep it at {most} ms takes "
            f"about {max(cores, round(cores * page_ms / most)):,} cores if queries split evenly "
            "among them, which was not measured.", ""]


def _there(sizes: Sequence[dict[str, Any]], at: Callable[[dict[str, Any]], float]) -> float:
    """A cost at 500 million rows, by the power of the last two sizes."""
    before, last = sizes[-2], sizes[-1]
    power = max(0.0, _power(before, last, at))
    return float(at(last) * (_FAR / last["interactions"]) ** power)


def _power(one: dict[str, Any], other: dict[str, Any], at: Callable[[dict[str, Any]], float]
           ) -> float:
    """The power of the rows by which a cost grows: 1 is linear, 0 does not grow."""
    return log(max(at(other), 1e-9) / max(at(one), 1e-9)) / log(
        other["interactions"] / one["interactions"])


def _shape(power: float) -> str:
    shape = ("linear" if 0.9 <= power <= 1.1 else "more than linear" if power > 1.1
             else "less than linear" if power > 0.1 else "does not grow")
    return f"{shape}, rows to the power of {power:.2f}"


def costs() -> dict[str, Callable[[dict[str, Any]], float]]:
    """What is looked at for growth, and how a size tells it."""
    return {"load of up to ten million, s a million":
                lambda one: 1e6 / one["load"]["rows_per_second"],
            "build, processor seconds": lambda one: one["build"]["cpu_seconds"],
            "build, peak memory in GB": lambda one: one["build"]["peak_memory_bytes"] / 1e9,
            "warehouse, GB": lambda one: one["warehouse_bytes"] / 1e9,
            "filter change, P50 in ms": lambda one: 1000 * one["pages"]["script"]["p50"],
            "filter change, P95 in ms": lambda one: 1000 * one["pages"]["script"]["p95"]}


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table."""
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head),
            *(f"| {' | '.join(row)} |" for row in rows)]
