"""Inputs from what the warehouse knows: each with its interval, its n and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.decision.confusion import PURPOSES, Corrected, corrected_split
from analysis.decision.distributions import Distribution
from analysis.decision.inputs import Input, default_inputs, with_overrides
from analysis.decision.register import REGISTER
from analysis.decision.share import share_of_customers
from analysis.intervals import quantile_of_normal
from analysis.records import rows_of

# Next year is not last year: no measured figure is taken to hold more exactly than this (relative,
# half width of the interval), a price no more exactly than PRICE.  Assumptions of ours.
LEAST, PRICE = 0.05, 0.10
# Growth seen is carried on with at least this standard error (log odds a year).  Of ours.
GROWTH_DOUBT = 0.10
FEWEST = 30  # conversations or customers below which the default is kept
MONTHS_FOR_GROWTH = 15
_YEAR = 365.0


def prefilled(facts: pd.DataFrame, months: pd.DataFrame, survey: pd.DataFrame,
              checked: pd.DataFrame | None = None) -> dict[str, Input]:
    """All inputs, measured where the warehouse knows them, at their default where it does not.

    ``facts`` and ``months`` are the frames of the metrics decision_inputs and decision_months,
    ``survey`` that of survey_social_share, ``checked`` the conversations that people have checked:
    true, predicted, count.  Figures of less than a year are taken to a year.
    How each is made: docs/decision.md, "From the warehouse".
    """
    if facts.empty:
        return default_inputs()
    found = _Facts(facts.iloc[0].to_dict())
    year = f"of {found.days:.0f} days" if found.days < 360 else "of the last year"
    out: list[Input | None] = [
        Input("customers", Distribution("certain", found.number("customers")), "measured",
              "customers in the chosen groups", found.number("customers")),
        share_of_customers(facts, survey),
        _growth(months),
        _mean(found, "contacts_per_user", "known_users", "known_conversations", "known_squares",
              f"service conversations per known user {year}, taken to a year",
              scale=_YEAR / max(found.days, 1)),
        _mean(found, "social_handle_seconds", "social_handled", "social_seconds",
              "social_squares", f"handle time per service conversation {year}"),
        _mean(found, "traditional_handle_seconds", "traditional_handled", "traditional_seconds",
              "traditional_squares", f"handle time per conversation {year}"),
        _mean(found, "yearly_value", "value_n", "value_sum", "value_squares",
              "mean over customers"),
        _price(found, "social_cost_per_hour", "social_cost_per_hour",
               "channel costs, weighted by hours worked"),
        _price(found, "traditional_cost_per_hour", "traditional_cost_per_hour",
               "channel costs, weighted by hours worked"),
        _price(found, "tools_per_month", "tools_per_month", "fixed costs of the social channels"),
        _solved(found), _repeats(found),
        _count(found, "unresolved_issues", "unresolved",
               f"not closed, and the customer did not come again within 7 days, {year}",
               needs="open_n"),
        _count(found, "traditional_contacts", "traditional_conversations", f"conversations {year}"),
        _correction(facts, checked),
    ]
    inputs = with_overrides(default_inputs(), [one for one in out if one is not None])
    outsiders = _outsiders(found, inputs)
    return with_overrides(inputs, [outsiders] if outsiders else [])


def split_of(facts: pd.DataFrame, checked: pd.DataFrame | None) -> Corrected | None:
    """The split of the year's social conversations, as counted and as corrected.

    None without a conversation of service or marketing.
    """
    if facts.empty or not {f"said_{one}" for one in PURPOSES} <= set(facts.columns):
        return None
    counted = {one: float(facts[f"said_{one}"].iloc[0] or 0) for one in PURPOSES}
    if not counted["service"] + counted["marketing"] > 0:
        return None
    cells: dict[tuple[str, str], int] = {}
    for row in [] if checked is None else rows_of(checked):
        at = (str(row["true"]), str(row["predicted"]))
        cells[at] = cells.get(at, 0) + int(row["count"])
    return corrected_split(counted, cells)


def _correction(facts: pd.DataFrame, checked: pd.DataFrame | None) -> Input | None:
    """True conversations of service per one called service, from what people have checked."""
    split = split_of(facts, checked)
    if split is None or not split.corrected or not 0 < split.factor_low < split.factor_high:
        return None
    given = Distribution("lognormal", split.factor, split.factor_low, split.factor_high)
    return Input("service_correction", given, "measured", split.note, float(split.audited))


class _Facts:
    """Numbers of the one row; what is missing counts as nothing."""

    def __init__(self, row: Mapping[Any, Any]) -> None:
        self.row = row

    def number(self, name: str) -> float:
        value = self.row.get(name)
        number = float(value) if value is not None and not pd.isna(value) else 0.0
        return number if math.isfinite(number) else 0.0

    @property
    def days(self) -> float:
        """Days with data in the year."""
        return self.number("data_days")


def around(estimate: float, relative_error: float, *, least: float = LEAST) -> Distribution:
    """Lognormal around an estimate from its relative standard error, at 95 %.

    Half width on the logarithm: the larger of z x error and ln(1 + least).  Worked: 100 with an
    error of 10 % is 82.2 to 121.7.  Certain at 0, which has no logarithm.
    """
    if estimate <= 0:
        return Distribution("certain", max(estimate, 0.0))
    half = max(quantile_of_normal(0.95) * relative_error, math.log1p(least))
    return Distribution("lognormal", estimate, estimate * math.exp(-half),
                        estimate * math.exp(half))


def _mean(found: _Facts, name: str, n: str, total: str, squares: str, note: str, *,
          scale: float = 1.0) -> Input | None:
    """A mean with the standard error of a mean; None where too few."""
    count, added = found.number(n), found.number(total)
    if count < FEWEST or added <= 0:
        return None
    mean = added / count
    variance = max(found.number(squares) / count - mean**2, 0.0)
    return Input(name, around(mean * scale, math.sqrt(variance / count) / mean), "measured", note,
                 count)


def _price(found: _Facts, name: str, column: str, note: str) -> Input | None:
    value = found.number(column)
    return Input(name, around(value, 0.0, least=PRICE), "measured", note) if value > 0 else None


def _count(found: _Facts, name: str, column: str, note: str, *, needs: str | None = None
           ) -> Input | None:
    """A count taken to a year, with Poisson's error; None where the log cannot know it."""
    if found.days < FEWEST or (needs is not None and found.number(needs) == 0):
        return None
    count = found.number(column)
    yearly = count * _YEAR / found.days
    return Input(name, around(yearly, 1 / math.sqrt(max(count, 1.0))), "measured", note, count)


def _solved(found: _Facts) -> Input | None:
    """Answered social service conversations that were closed."""
    n, hits = found.number("social_answered"), found.number("social_solved")
    if n < FEWEST or hits <= 0:
        return None
    share = (hits + 0.5) / (n + 1)
    return Input("solved_share", _share(share, math.sqrt(1 / (n * share * (1 - share)))),
                 "measured", "answered service conversations that were closed", n)


def _repeats(found: _Facts) -> Input | None:
    """How much more often customers come again after an issue that was not closed."""
    n_open, n_closed = found.number("open_n"), found.number("closed_n")
    if min(n_open, n_closed) < FEWEST:
        return None
    after_open, after_closed = (found.number("open_again") / n_open,
                                found.number("closed_again") / n_closed)
    more = max(after_open - after_closed, 0.0)
    error = math.sqrt(after_open * (1 - after_open) / n_open
                      + after_closed * (1 - after_closed) / n_closed)
    half = quantile_of_normal(0.95) * max(error, 0.01)
    given = Distribution("normal", more, more - half, more + half, floor=0.0)
    return Input("repeats_avoided", given, "measured",
                 "came again within 7 days after an open issue, more than after a closed one",
                 n_open)


def _outsiders(found: _Facts, inputs: Mapping[str, Input]) -> Input | None:
    """Contacts that no customer can have written: between none and all of unknown accounts."""
    known, unknown = (found.number("all_known_conversations"),
                      found.number("unknown_conversations"))
    if known < FEWEST:
        return None
    most = unknown / known
    note = "conversations of accounts without a customer, less those of customers not matched"
    if most == 0:
        return Input("outsider_ratio", Distribution("certain", 0.0), "measured", note, known)
    # The share may be larger than what the log could match: those customers are among the unknown.
    seen = found.number("users") / max(found.number("customers"), 1.0)
    hidden = max(inputs["social_service_share"].distribution.estimate / max(seen, 1e-9), 1.0)
    likely = min(max((1 + most) / hidden - 1, 0.0), most)
    return Input("outsider_ratio", Distribution("pert", likely, 0.0, most), "measured", note,
                 known + unknown)


def _share(share: float, error: float) -> Distribution:
    """Logit-normal around a share from the standard error of its log odds, at least 5 % of it."""
    middle = math.log(share / (1 - share))
    half = max(quantile_of_normal(0.95) * error, math.log1p(LEAST))
    low, high = (1 / (1 + math.exp(-middle + side * half)) for side in (1, -1))
    return Distribution("logit-normal", share, low, high)


def _growth(months: pd.DataFrame) -> Input | None:
    """Growth of the log odds of the monthly share a year: each month against the same a year ago.

    So the season falls out.  The error is the larger of what counting gives and what the months
    differ by; months overlap in customers, so neither is divided by more than the years' worth.
    """
    some = months[(months["users"] > 0) & (months["customers"] > months["users"])]
    if len(some) < MONTHS_FOR_GROWTH:
        return None
    share = some["users"].to_numpy(float) / some["customers"].to_numpy(float)
    odds = np.log(share / (1 - share))
    noise = 1 / (some["users"].to_numpy(float) * (1 - share))
    months_since = pd.to_datetime(some["month"]).to_numpy().astype("datetime64[M]").astype(int)
    place = {month: at for at, month in enumerate(months_since.tolist())}
    pairs = [(at, place[month - 12]) for month, at in place.items() if month - 12 in place]
    if len(pairs) < MONTHS_FOR_GROWTH - 12:
        return None
    rises = np.array([odds[at] - odds[was] for at, was in pairs])
    counted = sum(noise[at] + noise[was] for at, was in pairs) / len(pairs) ** 2
    spread = float(rises.var(ddof=1)) / len(rises) if len(rises) > 1 else counted
    error = math.sqrt(max(counted, spread) + GROWTH_DOUBT**2)
    half = quantile_of_normal(0.95) * error
    least, most = REGISTER["share_growth"].low, REGISTER["share_growth"].high
    mean = min(max(float(rises.mean()), least), most)
    given = Distribution("normal", mean, mean - half, mean + half)
    if not least <= given.interval(1 - 1e-6)[0] <= given.interval(1 - 1e-6)[1] <= most:
        # Few users: the doubt is wider than what growth may be, so it is cut off there.
        given = replace(given, floor=least, ceiling=most)
    return Input("share_growth", given, "measured",
                 "each month against the same month a year before, carried on with doubt of our "
                 "own added", float(len(pairs)))
