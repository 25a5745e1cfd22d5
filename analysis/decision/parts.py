"""What the money of the options is made of: one contact, how many there are, what is fixed.

All functions take single numbers or arrays that broadcast.  Every formula stands in
docs/decision.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.decision.normal import Array
from analysis.decision.options import (
    CONTACT_CENTRE,
    FULL,
    LISTEN,
    PAID_HOURS,
    PILOT,
    OperatingModel,
    Option,
)

Values = Mapping[str, Array]
# Does a step: a function and what it is given.  One that remembers leaves out what it has done.
Do = Callable[..., Any]


def at_once(step: Callable[..., Any], *given: Any) -> Any:
    """Do a step."""
    return step(*given)


@dataclass(frozen=True, eq=False)
class Contact:
    """Money per answered social contact of a customer, and what it is made of.

    ``worth``: what an answer brings; ``cost``: the work, with that on outsiders' contacts.
    ``alternative``: cost of a usual contact on phone or e-mail.  ``kept``: worth of an issue that
    is solved instead of left.  ``training``: share of the first year's cost that comes on top.
    ``solved``: answers that solve it (0..1).
    """

    worth: Array
    cost: Array
    alternative: Array
    kept: Array
    training: Array
    solved: Array

    @property
    def net(self) -> Array:
        """What an answer brings beyond its cost."""
        return np.asarray(self.worth - self.cost)


@dataclass(frozen=True, eq=False)
class Parts:
    """Parts of the money, for every draw.  Tuples hold one array a year.

    ``per_share``: contacts a year if every customer used social media for service.  ``middles``:
    share of customers in the middle of each year.  ``discount``: factor a year (mid-year).
    ``contacts``: of customers a year.  ``effect``: part of a year's worth that a team still
    learning brings.  ``early``: money a year that listening brings.  ``fixed`` and ``start_up``:
    option -> money a year, and once.  ``answered``: option -> share of contacts.  Phone and e-mail:
    ``each``: money an issue takes; ``most``: issues that could be solved a year; ``gain``: money
    that one brings beyond what it takes.
    """

    contact: Contact
    per_share: Array
    middles: tuple[Array, ...]
    discount: tuple[Array, ...]
    contacts: tuple[Array, ...]
    effect: tuple[Array, ...]
    early: Array
    fixed: dict[str, Array]
    start_up: dict[str, Array]
    answered: dict[str, float]
    each: Array
    most: Array
    gain: Array


def parts_of(values: Values, operating: OperatingModel, years: int, *, do: Do = at_once) -> Parts:
    """The parts of the money, for every draw in ``values`` (from :func:`draws.draw`)."""
    contact = contact_money(values, operating, do=do)
    per_share = do(_product, values["customers"], values["contacts_per_user"],
                   values["service_correction"])
    middles = do(_middles, values["social_service_share"], values["share_growth"], years)
    hour = values["social_cost_per_hour"]
    each = do(_product, values["effort_per_issue"], contact.alternative)
    return Parts(
        contact=contact, per_share=per_share, middles=middles,
        discount=do(_discounts, values["discount_rate"], years),
        contacts=do(_contacts, per_share, middles),
        effect=do(_effects, values["ramp_up_months"], operating, years),
        early=do(_product, values["early_warning_share"], values["traditional_contacts"],
                 contact.alternative),
        fixed={one.name: do(_fixed, one, operating, values["tools_per_month"],
                            values["standby_hours_per_week"], hour)
               for one in (LISTEN, PILOT, FULL)},
        start_up={one.name: do(_start_up, one, operating, values["training_hours"], hour)
                  for one in (LISTEN, PILOT, FULL)},
        answered=do(_answered, operating),
        each=each, most=do(_product, values["unresolved_issues"], values["solvable_share"]),
        gain=do(_gain, contact.kept, values["repeats_avoided"], contact.alternative, each))


def contact_money(values: Values, operating: OperatingModel = CONTACT_CENTRE, *,
                  do: Do = at_once) -> Contact:
    """What one answered contact costs and brings.

    cost = seconds / 3600 x cost per hour / productive share x (1 + outsiders);
    kept = retention gain x yearly value x margin x years kept;
    worth = solved x (deflected x cost of a phone or e-mail contact + (1 - deflected) x kept)
    + onlookers.  A contact that would else have come by phone would have been solved there, so it
    saves that contact and keeps nobody.  Worked: docs/decision.md, "One contact".
    """
    alternative = do(_alternative, values["traditional_handle_seconds"],
                     values["traditional_cost_per_hour"], values["productive_share"])
    kept = do(_product, values["retention_gain"], values["yearly_value"], values["margin_share"],
              values["years_kept"])
    solved = do(_solved, values["solved_share"], operating)
    return Contact(
        worth=do(_worth, solved, values["deflected_share"], alternative, kept,
                 values["onlooker_value"]),
        cost=do(_cost, values["social_handle_seconds"], values["social_cost_per_hour"],
                values["productive_share"], values["outsider_ratio"], operating),
        alternative=alternative, kept=kept, solved=solved,
        training=do(_training, values["training_hours"], operating))


def grown_share(share: Array, growth: Array, years: float) -> Array:
    """The share after some years: logistic growth, so that it never passes everybody.

    Source: Griliches (1957): ln(p / (1 - p)) rises by ``growth`` a year.  0 and 1 stay.  Worked:
    5 % at 0.3 a year is 6.63 % after one year and 11.46 % after three.
    """
    risen = share * np.exp(growth * years)
    return np.asarray(risen / (1 - share + risen))


def ramped(months: Array, year: int) -> Array:
    """Part of a year's worth that a team brings while it learns, for year 1, 2, ...

    Its strength rises evenly from none to full over ``months``.  Worked: 6 months give 0.75 in the
    first year and 1 after; 24 months give 0.25 and 0.75.
    """
    def until(at: float) -> Array:
        learning = np.maximum(months, 1e-12)
        return np.asarray(np.where(at < months, at * at / (2 * learning), at - months / 2))

    return np.asarray((until(12.0 * year) - until(12.0 * (year - 1))) / 12)


def _product(*factors: Array) -> Array:
    out = factors[0]
    for one in factors[1:]:
        out = out * one
    return out


def _alternative(seconds: Array, hour: Array, productive: Array) -> Array:
    return np.asarray(seconds * hour / (3600 * productive))


def _cost(seconds: Array, hour: Array, productive: Array, outsiders: Array,
          operating: OperatingModel) -> Array:
    return np.asarray(seconds * operating.handle * (hour * operating.hourly) / (3600 * productive)
                      * (1 + outsiders))


def _solved(share: Array, operating: OperatingModel) -> Array:
    return np.asarray(np.minimum(share * operating.solved, 1.0))


def _worth(solved: Array, deflected: Array, alternative: Array, kept: Array, onlooker: Array
           ) -> Array:
    return np.asarray(solved * (deflected * alternative + (1 - deflected) * kept) + onlooker)


def _training(hours: Array, operating: OperatingModel) -> Array:
    return np.asarray(hours * operating.people / PAID_HOURS)


def _gain(kept: Array, repeats: Array, alternative: Array, each: Array) -> Array:
    return np.asarray(kept + repeats * alternative - each)


def _middles(share: Array, growth: Array, years: int) -> tuple[Array, ...]:
    return tuple(grown_share(share, growth, at + 0.5) for at in range(years))


def _contacts(per_share: Array, middles: tuple[Array, ...]) -> tuple[Array, ...]:
    return tuple(per_share * one for one in middles)


def _discounts(rate: Array, years: int) -> tuple[Array, ...]:
    return tuple(np.asarray((1 + rate) ** -(at + 0.5)) for at in range(years))


def _effects(months: Array, operating: OperatingModel, years: int) -> tuple[Array, ...]:
    return tuple(ramped(months * operating.ramp_up, at + 1) for at in range(years))


def _answered(operating: OperatingModel) -> dict[str, float]:
    return {one.name: min(one.answered * operating.answered, 1.0) for one in (PILOT, FULL)}


def _fixed(option: Option, operating: OperatingModel, tools: Array, standby: Array, hour: Array
           ) -> Array:
    """Tools, leading, watching and standing by, a year."""
    return np.asarray(12 * option.tools * tools + 52 * option.standby * operating.standby
                      * standby * (hour * operating.hourly))


def _start_up(option: Option, operating: OperatingModel, training: Array, hour: Array) -> Array:
    """Training of those who start, once."""
    return np.asarray(option.people * operating.people * training * hour * operating.hourly)
