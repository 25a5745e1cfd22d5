"""What people decided about accounts: a journal that only grows, so that all can be undone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

import pandas as pd

from data.home import Home
from data.journal import BrokenLine, append, lines
from data.lake import now_iso

Verdict = Literal["accept", "reject", "undo"]
VERDICTS: tuple[Verdict, ...] = ("accept", "reject", "undo")


class JournalError(ValueError):
    """A decision cannot be written, or a line of the journal cannot be read."""


@dataclass(frozen=True)
class Decision:
    """Somebody's word on whether an account is a customer's; ``undo`` takes back the one before."""

    network: str
    account: str
    customer_id: str
    verdict: Verdict
    who: str
    at: str = ""
    note: str = ""


def decide(home: Home, decision: Decision) -> Decision:
    """Write one decision to the end of the journal, on the disk before this returns.

    Raises JournalError where something is missing.
    """
    for name in ("network", "account", "customer_id", "who"):
        if not str(getattr(decision, name)).strip():
            raise JournalError(f"A decision needs {name.replace('_', ' ')}; it is empty.")
    if decision.verdict not in VERDICTS:
        raise JournalError(f"A verdict is {', '.join(VERDICTS)}, not {decision.verdict!r}.")
    written = Decision(**{**asdict(decision), "at": now_iso(), "who": decision.who.strip()})
    append(home.decisions, asdict(written))
    return written


def journal(home: Home) -> list[Decision]:
    """All decisions ever, oldest first.  Raises JournalError naming a line that cannot be read.

    A last line that was cut off while it was written counts for nothing.
    """
    try:
        return [Decision(**line) for line in lines(home.decisions, Decision)]
    except BrokenLine as error:
        raise JournalError(f"{error}: not a decision. Mend or remove the line; nothing was "
                           "changed.") from None


def standing(decisions: list[Decision]) -> pd.DataFrame:
    """What holds now: network, account, customer_id, verdict, who, at; one row per pair.

    The last word on a pair holds, ``undo`` leaves none, and accepting one customer takes back an
    earlier acceptance of another for the same account.
    """
    held: dict[tuple[str, str, str], Decision] = {}
    for one in decisions:
        key = (one.network, one.account, one.customer_id)
        held.pop(key, None)
        if one.verdict == "accept":
            for other in [k for k, v in held.items() if k[:2] == key[:2] and v.verdict == "accept"]:
                del held[other]
        if one.verdict != "undo":
            held[key] = one
    columns = ["network", "account", "customer_id", "verdict", "who", "at"]
    return pd.DataFrame([asdict(one) for one in held.values()],
                        columns=[*columns, "note"])[columns]
