"""The verdict in one of six steps, by stated rules, with its reasons in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.decision.information import BestSurvey
from analysis.decision.inputs import Inputs
from analysis.decision.options import OPTIONS
from analysis.decision.register import Learn
from analysis.records import rows_of

Step = Literal["invest", "pilot", "fix traditional first", "listen", "wait", "measure first"]

# How sure one must be to invest, and below which chance a choice is called unsure.
SURE = 0.8
# Without these known of this company, the base of evidence is weak whatever the draws say.
MUST_BE_KNOWN = ("customers", "social_service_share", "contacts_per_user")

HEADLINES: dict[Step, str] = {
    "invest": "Invest in full social care",
    "pilot": "Start a pilot, not more",
    "fix traditional first": "Fix phone and e-mail first",
    "listen": "Listen, do not answer yet",
    "wait": "Spend nothing on social care yet",
    "measure first": "Measure first",
}
WHERE: dict[Learn, str] = {
    "log": "the log can tell once enough is loaded",
    "survey": "a survey of customers can tell",
    "audit": "a checked sample of labelled posts can tell",
    "books": "the company's books can tell",
    "pilot": "only trying it on a part of the customers can tell",
    "choice": "it is for the company to choose",
}


@dataclass(frozen=True)
class Verdict:
    """``step``: one of six.  ``option``: of the highest expected net value, whatever the step.

    ``weak``: why the base of evidence is weak, empty where it is not.  ``reasons``: the rules that
    led here, in words.  ``learn``: the input to learn first, or "".  ``against_social``: neither
    the best option nor any flip within an 80 % interval is a team on social media: whatever is
    learnt there, social care is not it.
    """

    step: Step
    headline: str
    option: str
    chance_best: float
    weak: tuple[str, ...]
    reasons: tuple[str, ...]
    learn: str
    against_social: bool

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "weak": list(self.weak), "reasons": list(self.reasons)}


def verdict_from_dict(found: Mapping[str, Any]) -> Verdict:
    """The verdict of :meth:`Verdict.to_dict`."""
    return Verdict(**{**found, "weak": tuple(found["weak"]), "reasons": tuple(found["reasons"])})


def judge(inputs: Inputs, options: pd.DataFrame, break_even: pd.DataFrame, changes: pd.DataFrame,
          known: pd.DataFrame, survey: BestSurvey) -> Verdict:
    """The verdict from the frames of compare_options, break_even_table, flips and evppi_table.

    In this order, the first that holds:

    1. Nobody to decide about: no customers -> measure first.
    2. Weak evidence: customers, share or contacts per user neither measured nor stated, or an input
       that is only assumed flips the best option within its own 80 % interval.  Then -> pilot,
       where the best option is a team and a pilot is expected to pay; else -> measure first.
    3. The best option is best in less than 80 % of draws, and one more survey is worth more than
       it costs -> measure first.
    4. Best is full care: -> invest, where it pays, and today's share passes its three-year
       break-even, each with 80 % or more; else -> pilot.
    5. Best is the pilot -> pilot; phone and e-mail -> fix traditional first; listening -> listen;
       nothing -> wait.
    """
    table = {str(row["option"]): row for row in rows_of(options)}
    best = max(table, key=lambda one: float(table[one]["net_value"]))
    chance = float(table[best]["chance_best"])
    within = [row for row in rows_of(changes) if row["within_80"]]
    flipping = [row for row in within if row["only_assumed"]]
    weak = tuple(_weak(inputs, flipping))
    learn = _learn(inputs, flipping, known)
    against = not {best, *(str(row["option"]) for row in within)} & {"pilot", "full"}

    def verdict(step: Step, *reasons: str) -> Verdict:
        return Verdict(step=step, headline=HEADLINES[step], option=best, chance_best=chance,
                       weak=weak, reasons=reasons, learn=learn, against_social=against)

    leads = (f"{_label(best)} has the highest expected net value; it is the best option in "
             f"{_percent(chance)} of draws")
    if inputs["customers"].distribution.estimate <= 0:
        return verdict("measure first", "there are no customers to decide about")
    if weak:
        pays = float(table["pilot"]["net_value"])
        if best in ("pilot", "full") and pays >= 0:
            return verdict("pilot", leads, *weak, "a pilot is expected to pay and shows more")
        firm = ("nothing within these intervals makes social care the best option",)
        return verdict("measure first", leads, *weak, *_tell(inputs, learn),
                       *(firm if against else ()))
    if chance < SURE and survey.answers > 0:
        return verdict("measure first", leads, f"one more survey of {survey.answers:,} answers is "
                       "worth more than it costs")
    if best == "full":
        pays = float(table["full"]["chance_positive"])
        passes = _passes(break_even)
        words = (f"it pays with a chance of {_percent(pays)}; the share passes what it needs "
                 f"over the years with {_percent(passes)}")
        sure = pays >= SURE and passes >= SURE
        return verdict("invest" if sure else "pilot", leads,
                       words + ("" if sure else f", and {_percent(SURE)} is asked for to invest"))
    steps: dict[str, Step] = {"pilot": "pilot", "traditional": "fix traditional first",
                              "listen": "listen", "nothing": "wait"}
    return verdict(steps[best], leads)


def _weak(inputs: Inputs, flips: list[dict[str, Any]]) -> list[str]:
    """Why the evidence is weak; ``flips``: of inputs only assumed, within their 80 % intervals."""
    out = []
    unknown = [_lower(inputs[name].entry.label) for name in MUST_BE_KNOWN
               if inputs[name].source in ("assumed", "published")]
    if unknown:
        out.append(f"not known of this company: {'; '.join(unknown)}")
    flipping = [f"{_lower(str(row['label']))} (at {_figure(row['flip'], row['unit'])}, then "
                f"{_lower(_label(str(row['option'])))})" for row in flips]
    if flipping:
        out.append("only assumed, and the answer flips within its 80 % interval: "
                   f"{'; '.join(flipping)}")
    return out


def _learn(inputs: Inputs, flips: list[dict[str, Any]], known: pd.DataFrame) -> str:
    """What to learn first: of the assumed, what is worth most; a flip within reach goes first."""
    flipping = {row["input"] for row in flips}
    assumed = [name for name, worth in zip(known["input"].tolist(), known["evppi"].tolist(),
                                           strict=True)
               if worth > 0 and name in inputs and inputs[name].is_only_assumed]
    first = [name for name in assumed if name in flipping]
    return str((first or assumed)[0]) if assumed else ""


def _tell(inputs: Inputs, learn: str) -> list[str]:
    if not learn:
        return []
    entry = inputs[learn].entry
    return [f"first to learn: {_lower(entry.label)}; {WHERE[entry.learn]}"]


def _passes(break_even: pd.DataFrame) -> float:
    return next(float(row["chance"]) for row in rows_of(break_even)
                if row["option"] == "full" and row["when"] == "three years")


def _label(option: str) -> str:
    return next(one.label for one in OPTIONS if one.name == option)


def _percent(chance: float) -> str:
    return f"{100 * chance:.0f} %"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _figure(value: float, unit: str) -> str:
    if unit.startswith("share"):
        return f"{100 * value:.3g} %"
    digits = max(0, 2 - int(np.floor(np.log10(abs(value))))) if value else 0
    # Whose money it is, is known to who shows it.
    said = "" if unit == "ratio" else unit.replace("money", "").strip()
    return f"{value:,.{min(digits, 3)}f} {said}".strip()
