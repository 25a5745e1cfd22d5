"""The log of mistakes: what reviewers said about flagged posts, in a journal that only grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

import pandas as pd

from data.home import Home
from data.journal import BrokenLine, append, lines
from data.lake import now_iso
from data.masking import mask

Verdict = Literal["mistake", "harmless", "undo"]
VERDICTS: tuple[Verdict, ...] = ("mistake", "harmless", "undo")
SEVERITIES = ("low", "medium", "high")
LONGEST = 500


class MistakeError(ValueError):
    """A word on a post cannot be written, or a line of the log cannot be read."""


@dataclass(frozen=True)
class Mark:
    """Somebody's word on a post of ours; ``undo`` takes back the one before.

    ``posted_on`` (local day), ``channel`` and ``flags`` are kept with it, so that the log can be
    counted when the post is gone from the data.  What the post said is not.
    """

    source: str
    interaction_id: str
    verdict: Verdict
    who: str
    posted_on: str = ""
    channel: str = ""
    flags: tuple[str, ...] = ()
    severity: str = ""
    what: str = ""
    done: str = ""
    at: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "flags", tuple(self.flags))  # JSON knows lists only

    @property
    def key(self) -> tuple[str, str]:
        """The post that is meant."""
        return self.source, self.interaction_id


def mark(home: Home, one: Mark) -> Mark:
    """Write a word to the end of the log, on the disk before this returns.

    Raises MistakeError where something is missing or too long.
    """
    who, what, done = (" ".join(text.split()) for text in (one.who, one.what, one.done))
    if not one.interaction_id.strip() or not who:
        raise MistakeError("A word on a post needs the post and who says it.")
    if one.verdict not in VERDICTS:
        raise MistakeError(f"A verdict is {', '.join(VERDICTS)}, not {one.verdict!r}.")
    if one.verdict == "mistake" and (not what or one.severity not in SEVERITIES):
        raise MistakeError("A mistake needs what went wrong, and how grave it is: "
                           f"{', '.join(SEVERITIES)}.")
    if max(len(what), len(done), len(who)) > LONGEST:
        raise MistakeError(f"A text of the log has at most {LONGEST} letters.")
    written = replace(one, who=who, what=what, done=done, at=now_iso())
    append(home.mistakes, asdict(written))
    return written


def marks(home: Home) -> list[Mark]:
    """Every word ever said, oldest first.  Raises MistakeError naming a line that is broken."""
    try:
        return [Mark(**line) for line in lines(home.mistakes, Mark)]
    except BrokenLine as error:
        raise MistakeError(f"{error}: not a word on a post. Mend or remove the line; nothing was "
                           "changed.") from None


def standing(said: Sequence[Mark]) -> dict[tuple[str, str], Mark]:
    """What holds now: the last word on each post, without those that were taken back."""
    held: dict[tuple[str, str], Mark] = {}
    for one in said:
        held.pop(one.key, None)
        if one.verdict != "undo":
            held[one.key] = one
    return held


def log_frame(said: Sequence[Mark], *, sees_personal: bool) -> pd.DataFrame:
    """The log as a table, the newest word first: all that was said, and whether it still holds.

    Columns: at, who, verdict, severity, what, done, posted_on, channel, flags, source,
    interaction_id, holds.  What people typed is masked for who may not see personal data.
    """
    held = standing(said)
    rows = [{**asdict(one), "flags": ", ".join(one.flags), "holds": held.get(one.key) is one}
            for one in reversed(said)]
    columns = ["at", "who", "verdict", "severity", "what", "done", "posted_on", "channel", "flags",
               "source", "interaction_id", "holds"]
    frame = pd.DataFrame(rows, columns=columns).astype({"holds": "bool"})
    frame["at"] = pd.to_datetime(frame["at"], utc=True).dt.tz_localize(None)
    if not sees_personal:
        for name in ("what", "done"):
            frame[name] = pd.Series(mask(frame[name].tolist()), index=frame.index, dtype="object")
    return frame


def by_month(said: Sequence[Mark]) -> pd.DataFrame:
    """Mistakes that hold, by the month in which the post was published.

    Columns: bucket (first of the month), low, medium, high, mistakes; months between without one
    count as zero.  A mistake whose post has no day is counted in the month of the word.
    """
    held = [one for one in standing(said).values() if one.verdict == "mistake"]
    months = pd.Series([pd.Timestamp((one.posted_on or one.at)[:10]).to_period("M")
                        for one in held], dtype="object")
    columns = ["bucket", *SEVERITIES, "mistakes"]
    if not held:
        return pd.DataFrame({"bucket": pd.Series(dtype="datetime64[us]"),
                             **{name: pd.Series(dtype="int64") for name in columns[1:]}})
    counted = pd.crosstab(months, pd.Series([one.severity for one in held]))
    span = pd.period_range(min(months), max(months), freq="M")
    counted = counted.reindex(index=span, columns=list(SEVERITIES), fill_value=0)
    out = counted.assign(mistakes=counted.sum(axis=1)).reset_index(names="bucket")
    out["bucket"] = out["bucket"].dt.to_timestamp()
    return out[columns]
