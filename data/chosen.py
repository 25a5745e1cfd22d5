"""What was decided about social-media care: a journal that only grows, to be held against later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from data.filters import Filters
from data.home import Home
from data.journal import BrokenLine, append, lines
from data.lake import now_iso

OPTIONS = ("nothing", "listen", "pilot", "full", "traditional", "measure")
LONGEST = 1_000
AFTER_DAYS = 365


class ChoiceError(ValueError):
    """A decision cannot be written, or a line of the journal cannot be read."""


@dataclass(frozen=True)
class Choice:
    """A decision: what was chosen, by whom, on which evidence.

    ``chose``: an option, or "measure"; it may differ from the verdict.  ``answers``: inputs,
    operating model, verdict and figures as the calculation gave them.  ``filters``: start and end
    (ISO) and groups.  ``data_version``: the warehouse's.  ``takes_back``: the id of an entry that
    no longer holds; such an entry needs nothing but who and why.
    """

    who: str
    chose: str = ""
    why: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    filters: Mapping[str, Any] = field(default_factory=dict)
    filters_words: str = ""
    data_version: str = ""
    data_to: str = ""
    currency: str = ""
    takes_back: str = ""
    id: str = ""
    at: str = ""

    @property
    def until(self) -> date:
        """The first day after the data that the decision looked at."""
        return date.fromisoformat(str(self.filters["end"]))

    @property
    def due(self) -> date:
        """The day from which there is a year of data to hold it against."""
        return self.until + timedelta(days=AFTER_DAYS)

    @property
    def is_trial(self) -> bool:
        """Whether data after its period was there already: then its score is no test of it."""
        return self.data_to >= self.until.isoformat()

    def later(self) -> Filters:
        """The year after the decision, in the same groups."""
        segments, regions, tiers = (tuple(map(str, self.filters.get(name, ())))
                                    for name in ("segments", "regions", "tiers"))
        return Filters(self.until, self.due, segments=segments, regions=regions, tiers=tiers,
                       compare=False)


def filters_kept(filters: Filters) -> dict[str, Any]:
    """What a decision keeps of the filters: the period and the groups of customers."""
    return {"start": filters.start.isoformat(), "end": filters.end.isoformat(),
            "segments": list(filters.segments), "regions": list(filters.regions),
            "tiers": list(filters.tiers)}


def record(home: Home, choice: Choice) -> Choice:
    """Write a decision to the end of the journal, on the disk before this returns.

    Raises ChoiceError where something is missing, unknown or too long.
    """
    who, why = (" ".join(text.split()) for text in (choice.who, choice.why))
    if not who:
        raise ChoiceError("A decision needs the name of who takes it.")
    if max(len(who), len(why)) > LONGEST:
        raise ChoiceError(f"A text of the journal has at most {LONGEST} letters.")
    if choice.takes_back:
        if choice.takes_back not in {one.id for one in standing(choices(home))}:
            raise ChoiceError("That entry is not in the journal, or was taken back before.")
    elif choice.chose not in OPTIONS:
        raise ChoiceError(f"A decision is one of {', '.join(OPTIONS)}, not {choice.chose!r}.")
    elif not (choice.answers.get("inputs") and choice.filters.get("end") and choice.data_version):
        raise ChoiceError("A decision needs the inputs, the filters and the version of the data "
                          "that it rests on.")
    written = replace(choice, who=who, why=why, id=uuid4().hex, at=now_iso())
    append(home.chosen, asdict(written))
    return written


def choices(home: Home) -> list[Choice]:
    """Every entry, oldest first.  Raises ChoiceError naming a line that cannot be read.

    A last line that was cut off while it was written counts for nothing.
    """
    try:
        return [Choice(**line) for line in lines(home.chosen, Choice)]
    except BrokenLine as error:
        raise ChoiceError(f"{error}: not a decision. Mend or remove the line; nothing was "
                          "changed.") from None


def standing(entries: Sequence[Choice]) -> list[Choice]:
    """The decisions that hold: those that no later entry takes back, oldest first."""
    gone = {one.takes_back for one in entries if one.takes_back}
    return [one for one in entries if not one.takes_back and one.id not in gone]
