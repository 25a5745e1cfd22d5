"""What a reader has changed, as short text: in a link, in a scenario, on the command line."""

from __future__ import annotations

import math
from collections.abc import Iterable

from analysis.decision.inputs import Input, stated


def read_changes(text: str) -> tuple[list[Input], list[str]]:
    """Inputs from such a text, and what could not be read.

    ``name=estimate`` or ``name=estimate:least:most``, parts separated by ``;``; shares 0..1.
    """
    found, wrong = [], []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        name, _, numbers = part.partition("=")
        try:
            values = [float(one) for one in numbers.split(":")]
            if len(values) not in (1, 3) or not all(math.isfinite(one) for one in values):
                raise ValueError("one number or three are needed: estimate:low:high")
            found.append(stated(name.strip(), *values))
        except ValueError as error:
            wrong.append(f"{part}: {error}")
    return found, wrong


def write_changes(inputs: Iterable[Input]) -> str:
    """The text that :func:`read_changes` reads."""
    parts = []
    for one in inputs:
        given = one.distribution
        numbers = [given.estimate] if given.is_certain else [given.estimate, given.low, given.high]
        parts.append(f"{one.name}={':'.join(f'{number:.6g}' for number in numbers)}")
    return ";".join(parts)
