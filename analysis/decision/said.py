"""The decision in words: one way for the page, the brief, the journal and the overview."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd

from analysis import wording
from analysis.decision.decide import Decision
from analysis.decision.inputs import Inputs
from analysis.decision.options import OPTIONS
from analysis.decision.register import REGISTER, SHORT
from analysis.decision.verdict import WHERE
from analysis.records import rows_of

LABELS = {one.name: one.label for one in OPTIONS}
BRIEFLY = {"nothing": "nothing", "listen": "listening", "pilot": "pilot", "full": "full care",
           "traditional": "phone, e-mail"}
SOURCES = {"measured": "measured here", "stated": "stated by you", "published": "published",
           "assumed": "assumed"}


class Figure(NamedTuple):
    """A figure with its interval and what it means, all in words."""

    label: str
    value: str
    interval: str
    about: str


def figure_words(value: Any, unit: str) -> str:
    """A value of an input with its unit, to three digits: "3.02 %", "40,000 customers".

    Growth of log odds is said as growth of the odds, which for small shares is that of the share.
    """
    amount = float(value)
    if unit.startswith("share"):
        return f"{100 * amount:.3g} %".replace("-", "−")
    if unit.startswith("log odds"):
        return f"{100 * (math.exp(amount) - 1):+.0f} % a year".replace("-", "−")
    digits = 0 if abs(amount) >= 100 else 1 if abs(amount) >= 10 else 2
    return f"{wording.number(amount, digits=digits)} {'' if unit == 'ratio' else unit}".strip()


def range_words(low: float, high: float, unit: str) -> str:
    """A range of an input, its unit said once: "18.1 to 34.6 paid hours a week"."""
    first, last = figure_words(low, unit), figure_words(high, unit)
    end = (" %" if unit.startswith("share") else " % a year" if unit.startswith("log odds")
           else f" {unit}")
    return f"{first.removesuffix(end)} to {last}"


def in_currency(unit: str, currency: str) -> str:
    """The unit with the company's currency in it."""
    return unit.replace("money", currency)


def answer(found: Decision) -> str:
    """The sentence: verdict, share, what is needed, and how likely full care pays."""
    share = rows_of(found.share_over_years)[0]
    needed, later = needed_by_full_care(found, "now"), needed_by_full_care(found, "three years")
    enough = float(needed["break_even_share"])
    what = (f"full care needs {share_words(enough)} to pay" if enough <= 1
            else "not even everybody would make full care pay" if math.isfinite(enough)
            else "no share would make full care pay")
    return (f"{found.verdict.headline}: {wording.percent(share['share'])} of customers use social "
            f"media for service ({100 * share['low']:.1f}–{100 * share['high']:.1f} %), {what}; "
            f"over three years it pays with a chance of {100 * later['chance']:.0f} %.")


def short_answer(found: Decision) -> str:
    """The verdict with what it rests on, in one line."""
    share, needed = rows_of(found.share_over_years)[0], needed_by_full_care(found, "now")
    later = needed_by_full_care(found, "three years")
    return (f"{wording.percent(share['share'])} of customers use social media for service, full "
            f"care needs {share_words(needed['break_even_share'])}; over three years it pays with "
            f"a chance of {100 * later['chance']:.0f} %")


def reasons(found: Decision) -> str:
    """The rules that led to the verdict, as sentences."""
    return " ".join(f"{one[0].upper()}{one[1:]}." for one in found.verdict.reasons)


def figures(found: Decision, currency: str) -> list[Figure]:
    """The five figures with their intervals."""
    share = rows_of(found.share_over_years)[0]
    needed, later = needed_by_full_care(found, "now"), needed_by_full_care(found, "three years")
    options = {row["option"]: row for row in rows_of(found.options)}
    best, full = (options[one] for one in (found.verdict.option, "full"))
    return [
        Figure("Use it for service", wording.percent(share["share"]),
               f"{100 * share['low']:.1f} to {100 * share['high']:.1f} %",
               "Share of customers who use social media for service, from log and survey."),
        Figure("Needed to pay", share_words(needed["break_even_share"]),
               f"{share_words(needed['low'])} to {share_words(needed['high'])}",
               "Break-even share of full care in a usual year: fixed yearly cost divided by "
               "customers times service contacts per social user times net value per contact."),
        Figure("Chance that it pays", f"{100 * later['chance']:.0f} %",
               f"{100 * needed['chance']:.0f} % at today's share",
               "Chance that full care pays over three years, growth and ramp-up included; below it "
               "the chance that today's share is enough in a usual year."),
        Figure("Full care, 3 years", thousands(full["net_value"], currency),
               f"{thousands(full['low'], '')} to {thousands(full['high'], '')}",
               "Expected net value, discounted, with its 95 % interval."),
        Figure(f"Best: {BRIEFLY[found.verdict.option]}", thousands(best["net_value"], currency),
               f"{thousands(best['low'], '')} to {thousands(best['high'], '')}",
               f"{LABELS[found.verdict.option]}: the highest expected net value of all options, "
               f"the best one in {100 * found.verdict.chance_best:.0f} % of draws.")]


def needed_by_full_care(found: Decision, when: str) -> dict[str, float]:
    """The row of the break-even table on full care: its share, limits and chance."""
    row = next(row for row in rows_of(found.break_even)
               if row["option"] == "full" and row["when"] == when)
    return {name: float(row[name]) for name in ("break_even_share", "low", "high", "chance")}


def option_rows(found: Decision, currency: str) -> pd.DataFrame:
    """The options in words: option, pays_back, regret, best_in, above_nothing, net_value, ..."""
    rows = rows_of(found.options)
    return pd.DataFrame({
        "option": [row["label"] for row in rows],
        "pays_back": [_payback(row) for row in rows],
        "regret": [money(row["regret"], currency) for row in rows],
        "best_in": [chance(row["chance_best"]) for row in rows],
        "above_nothing": ["" if row["option"] == "nothing" else chance(row["chance_positive"])
                          for row in rows],
        "net_value": [money(row["net_value"], currency) for row in rows],
        "interval": ["" if row["low"] == row["high"] else
                     f"{money(row['low'], currency)} to {money(row['high'], currency)}"
                     for row in rows]})


def break_even_rows(found: Decision) -> pd.DataFrame:
    """Which share each option needs, in words: option, when, needed, passes, interval.

    Only a team that answers needs a share; what the others bring hangs on no share.
    """
    rows = []
    for row in rows_of(found.break_even):
        rows.append({
            "option": "Pilot team, kept as it is" if row["option"] == "pilot"
                      else LABELS[row["option"]],
            "when": "a usual year, now" if row["when"] == "now" else "over three years",
            "needed": share_words(row["break_even_share"]), "passes": chance(row["chance"]),
            "interval": f"{share_words(row['low'])} to {share_words(row['high'])}"})
    for option in ("listen", "traditional"):
        row = next(row for row in rows_of(found.options) if row["option"] == option)
        rows.append({"option": LABELS[option], "when": "over three years",
                     "needed": "no share", "interval": "",
                     "passes": f"pays: {chance(row['chance_positive'])}"})
    return pd.DataFrame(rows)


def opportunity_rows(found: Decision, currency: str) -> pd.DataFrame:
    """What an issue solved costs on either side, in words: money_on, solved, spent, each, ..."""
    rows = rows_of(found.opportunity)
    return pd.DataFrame({
        "money_on": [LABELS["full"] if row["option"] == "full" else "Phone and e-mail"
                     for row in rows],
        "solved": [wording.number(row["helped"]) for row in rows],
        "spent": [money(row["spent"], currency) for row in rows],
        "each": [_each(row["each"], currency) for row in rows],
        "interval": [f"{_each(row['low'], currency)} to {_each(row['high'], currency)}"
                     if math.isfinite(row["low"]) else "" for row in rows],
        "per_thousand": [wording.number(row["helped_per_1000"]) for row in rows]})


def opportunity_answer(found: Decision, currency: str) -> str:
    """The opportunity cost as a sentence."""
    rows = {row["option"]: row for row in rows_of(found.opportunity)}
    social, other = rows["full"], rows["traditional"]
    if not math.isfinite(other["each"]):
        return "On phone and e-mail there is no issue left that the money could solve."
    if not math.isfinite(social["each"]):
        return (f"An issue solved on phone and e-mail costs {_each(other['each'], currency)}; "
                "on social media none would be solved.")
    times = social["each"] / other["each"]
    words = (f"{times:.1f} times as much" if times >= 1.05
             else f"{100 * times:.0f} % of that" if times <= 0.95 else "the same")
    return (f"Helping one customer on social media costs {_each(social['each'], currency)}, on "
            f"phone and e-mail {_each(other['each'], currency)}: social media costs {words}.")


def flip_rows(found: Decision, currency: str) -> pd.DataFrame:
    """What would flip the answer, in words: input, now, flips_at, then_best, chance_beyond, ..."""
    rows = found.flips[found.flips["flip"].notna()]
    units = [in_currency(one, currency) for one in rows["unit"]]
    return pd.DataFrame({
        "input": [SHORT[one] for one in rows["input"]],
        "now": [figure_words(a, b) for a, b in zip(rows["mean"], units, strict=True)],
        "flips_at": [figure_words(a, b) for a, b in zip(rows["flip"], units, strict=True)],
        "then_best": [BRIEFLY[one].capitalize() for one in rows["option"]],
        "chance_beyond": ["" if math.isnan(one) else f"{100 * one:.1f} %"
                          for one in rows["chance"]],
        "change": [change_words(row) for row in rows_of(rows)],
        "source": rows["source"]}).reset_index(drop=True)


def survey_answer(found: Decision, currency: str) -> str:
    """Whether one more survey pays, as a finding."""
    best = found.best_survey
    if best.answers:
        return (f"One more survey pays best with {best.answers:,} answers: "
                f"{money(best.enbs, currency)} beyond its cost")
    learn = found.verdict.learn
    where = f"; {WHERE[REGISTER[learn].learn]} what matters most" if learn else ""
    return f"Stop asking: no further survey of the share is worth its cost{where}"


def inputs_frame(inputs: Inputs, currency: str) -> pd.DataFrame:
    """All inputs as a table, in words: input, estimate, source, interval (95 %), why, n."""
    rows = []
    for one in inputs.values():
        low, high = one.distribution.interval(0.95)
        unit = in_currency(one.entry.unit, currency)
        rows.append({"input": one.entry.label, "source": SOURCES[one.source],
                     "estimate": figure_words(one.distribution.estimate, unit),
                     "interval": "" if low == high else range_words(low, high, unit),
                     "why": one.note, "n": None if one.n is None else round(one.n)})
    return pd.DataFrame(rows)


def share_words(share: float) -> str:
    """A share that is needed: "6.6 %", "under 0.1 %", "over 100 %", "never"."""
    if math.isinf(share):
        return "never"
    if 0 < share < 0.0005:
        return "under 0.1 %"
    return "over 100 %" if share > 1 else wording.percent(share)


def thousands(value: float, currency: str) -> str:
    """Money in thousands, from ten million on in millions: "EUR −94k", "EUR 14.6M"."""
    if abs(value) >= 10_000_000:
        return wording.money(value / 1e6, currency=currency, digits=1) + "M"
    return wording.money(value / 1_000, currency=currency) + "k"


def money(value: float, currency: str) -> str:
    """Money to the nearest hundred from ten thousand on: more digits would pretend."""
    rounded = round(value, -2) if abs(value) >= 10_000 else round(value, -1)
    return wording.money(rounded, currency=currency)


def chance(share: float) -> str:
    """A chance in whole percent; under a half percent and above 99.5 it says so."""
    if 0 < share < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 < share < 1 else f"{100 * share:.0f} %"


def _payback(row: dict[Any, Any]) -> str:
    if row["option"] == "nothing":
        return ""
    if row["chance_payback"] < 0.5:
        return "not within three years"
    return "at once" if row["payback_years"] == 0 else f"{row['payback_years']:.1f} years"


def _each(value: float, currency: str) -> str:
    return wording.money(value, currency=currency, digits=2 if abs(value) < 100 else 0) \
        if math.isfinite(value) else "nobody helped"


def change_words(row: dict[Any, Any]) -> str:
    """How far a flip lies from the mean, in percent; of growth, in odds."""
    if row["unit"].startswith("log odds"):
        return f"{100 * (math.exp(row['flip'] - row['mean']) - 1):+.0f} %".replace("-", "−")
    return "" if math.isnan(row["change"]) else wording.signed_percent(row["change"])
