"""Inputs of the decision: a number with its distribution, where it comes from, and who may know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, get_args

from analysis.decision.distributions import Distribution
from analysis.decision.register import REGISTER, Entry

# measured: from the warehouse.  stated: given by the reader.  published: of other people.
# assumed: an assumption of ours, which nobody has measured.
Source = Literal["measured", "stated", "published", "assumed"]
Inputs = Mapping[str, "Input"]


@dataclass(frozen=True)
class Input:
    """One input: ``name`` in the register, its distribution, and where that comes from in words.

    ``n``: what it rests on (customers, conversations, answers), or None where that says nothing.
    """

    name: str
    distribution: Distribution
    source: Source = "assumed"
    note: str = ""
    n: float | None = None

    def __post_init__(self) -> None:
        if self.name not in REGISTER:
            raise ValueError(f"{self.name!r} is no input of the decision")
        if self.source not in get_args(Source):
            raise ValueError(f"{self.source!r} is no source: {', '.join(get_args(Source))}")
        low, high = REGISTER[self.name].low, REGISTER[self.name].high
        given = self.distribution
        least, most = given.interval(1 - 1e-6)
        if min(least, given.estimate) < low - 1e-9 or max(most, given.estimate) > high + 1e-9:
            raise ValueError(f"{self.entry.label}: must lie between {low:g} and {high:g}, its "
                             f"interval too")

    @property
    def entry(self) -> Entry:
        """Its label, unit, bounds and meaning."""
        return REGISTER[self.name]

    @property
    def is_only_assumed(self) -> bool:
        """Whether nobody has measured or stated it for this company."""
        return self.source in ("assumed", "published") and not self.distribution.is_certain

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"name": self.name, "distribution": self.distribution.to_dict(),
                "source": self.source, "note": self.note, "n": self.n}


def default_inputs() -> dict[str, Input]:
    """Every input at its default, in the register's order: what holds where nothing is measured."""
    return dict(_defaults())


@lru_cache(maxsize=1)
def _defaults() -> Inputs:
    """They never change, and to look at each anew takes longer than to read what was measured."""
    return {name: Input(name, entry.default, entry.source, entry.why)
            for name, entry in REGISTER.items()}


def with_overrides(inputs: Inputs, given: Iterable[Input]) -> dict[str, Input]:
    """The inputs with some of them replaced, in the register's order."""
    changed = {one.name: one for one in given}
    return {name: changed.get(name, inputs[name]) for name in REGISTER}


def stated(name: str, estimate: float, low: float | None = None, high: float | None = None, *,
           note: str = "given by the reader") -> Input:
    """An input as a reader states it: one number, or one with its interval.

    The kind of distribution is the register's, so that a share stays a share; at the ends of what
    it may be, and where that kind cannot hold these limits, PERT is taken with them as the very
    least and most.  Worked: 5 % (3 to 8 %) of customers is logit-normal with median 5 %.
    Raises ValueError for limits out of order or out of bounds.
    """
    entry = REGISTER.get(name)
    if entry is None:
        raise ValueError(f"{name!r} is no input of the decision")
    if low is None or high is None or low == high:
        return Input(name, Distribution("certain", estimate), "stated", note)
    kind = entry.default.kind if entry.default.kind != "certain" else entry.kind
    try:
        given = Distribution(kind, estimate, low, high)
        if kind == "normal":
            given = replace(given, floor=entry.low, ceiling=entry.high)
        return Input(name, given, "stated", note)
    except ValueError:
        return Input(name, Distribution("pert", estimate, low, high), "stated", note)


def fixed(inputs: Inputs, values: Mapping[str, float]) -> dict[str, Input]:
    """The inputs with some of them certain at a value, whatever is known of them."""
    return with_overrides(inputs, (
        replace(inputs[name], distribution=Distribution("certain", value))
        for name, value in values.items()))


def to_json(inputs: Inputs) -> str:
    """The inputs as JSON text, which :func:`from_json` reads back to equal values."""
    return json.dumps([one.to_dict() for one in inputs.values()], allow_nan=False)


def from_json(text: str) -> dict[str, Input]:
    """The inputs of :func:`to_json`; those that are missing take their default.

    Raises ValueError for an unknown input or an impossible value.
    """
    found = []
    for one in json.loads(text):
        given = Distribution(**one["distribution"])
        found.append(Input(one["name"], given, one["source"], one.get("note", ""), one.get("n")))
    return with_overrides(default_inputs(), found)
