"""What a rule is."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """One reason to believe in an intent, or in a purpose whatever the intent.

    ``pattern`` is an RE2 expression over lower-case text in which every handle reads ``@user``,
    every link ``urlurl`` and every quote mark is straight.
    """

    speaks_for: str
    weight: float
    meaning: str
    pattern: str
