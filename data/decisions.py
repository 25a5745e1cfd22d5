"""What people decided about accounts: a journal that only grows, so that all can be undone."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from typing import Literal

import pandas as pd

from data.home import Home, sync
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
    home.decisions.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(written), ensure_ascii=False) + "\n"
    with home.decisions.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two reviewers do not mix their lines
        file.seek(0)
        whole = file.read().rfind(b"\n") + 1
        file.truncate(whole)  # a line cut off by a crash was never confirmed to anybody
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())
    sync(home.decisions.parent)
    return written


def journal(home: Home) -> list[Decision]:
    """All decisions ever, oldest first.  Raises JournalError naming a line that cannot be read.

    A last line that was cut off while it was written counts for nothing.
    """
    if not home.decisions.exists():
        return []
    out = []
    lines = home.decisions.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = Decision(**json.loads(line))
        except (ValueError, TypeError):
            if number == len(lines):
                continue
            raise JournalError(f"{home.decisions}, line {number}: not a decision. Mend or remove "
                               "the line; nothing was changed.") from None
        out.append(found)
    return out


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
