"""The model: from inputs to yearly money of each option.  Every formula stands in docs/decision.md.

All functions take single numbers or arrays that broadcast, so that thousands of draws and a
single case are the same call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.decision.normal import Array, normal_cdf
from analysis.decision.options import (
    CONTACT_CENTRE,
    FULL,
    LISTEN,
    PAID_HOURS,
    PILOT,
    PILOT_RELIABILITY,
    OperatingModel,
    Option,
)

YEARS = 3
Values = Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Contact:
    """Money per answered social contact of a customer, and what it is made of.

    ``worth``: what an answer brings; ``cost``: the work, with that on outsiders' contacts;
    ``net``: worth - cost.  ``alternative``: cost of a usual contact on phone or e-mail.  ``kept``:
    worth of an issue that is solved instead of left.  ``training``: share of the first year's cost
    that comes on top.
    """

    worth: Array
    cost: Array
    net: Array
    alternative: Array
    kept: Array
    training: Array


@dataclass(frozen=True, eq=False)
class PilotRule:
    """When a pilot goes on: where what it shows, true rest + noise, passes ``cutoff``."""

    cutoff: float
    noise: float


@dataclass(frozen=True, eq=False)
class Flows:
    """What the model found.  Lists hold one array a year; money in the currency of the inputs.

    ``cash``: option -> money a year, not discounted.  ``net``: option -> discounted sum.
    ``discount``: factor a year (mid-year).  ``shares``: share of customers, first today, then the
    middle of each year.  ``contacts``: of customers a year.  ``effect``: part of a year's worth
    that a team still learning brings.  ``spent`` and ``helped``: option -> money spent and issues
    solved a year, for full care and for traditional channels (spent: for the pilot too).
    ``goes_on``: chance that the pilot goes on.  ``fixed`` and ``start_up``: option -> money a year,
    and once.  ``early``: money a year that listening brings.  ``answered``: option -> share of
    contacts.
    """

    contact: Contact
    discount: list[Array]
    shares: list[Array]
    contacts: list[Array]
    effect: list[Array]
    cash: dict[str, list[Array]]
    net: dict[str, Array]
    spent: dict[str, list[Array]]
    helped: dict[str, list[Array]]
    fixed: dict[str, Array]
    start_up: dict[str, Array]
    answered: dict[str, float]
    early: Array
    goes_on: Array
    rule: PilotRule
    per_share: Array  # contacts a year if every customer used social media for service


def contact_money(values: Values, operating: OperatingModel = CONTACT_CENTRE) -> Contact:
    """What one answered contact costs and brings.

    cost = seconds / 3600 x cost per hour / productive share x (1 + outsiders);
    kept = retention gain x yearly value x margin x years kept;
    worth = solved x (deflected x cost of a phone or e-mail contact + (1 - deflected) x kept)
    + onlookers.  A contact that would else have come by phone would have been solved there, so it
    saves that contact and keeps nobody.  Worked: docs/decision.md, "One contact".
    """
    paid = 3600 * values["productive_share"]
    alternative = values["traditional_handle_seconds"] * values["traditional_cost_per_hour"] / paid
    cost = (values["social_handle_seconds"] * operating.handle
            * (values["social_cost_per_hour"] * operating.hourly) / paid
            * (1 + values["outsider_ratio"]))
    kept = (values["retention_gain"] * values["yearly_value"] * values["margin_share"]
            * values["years_kept"])
    solved = np.minimum(values["solved_share"] * operating.solved, 1.0)
    deflected = values["deflected_share"]
    worth = (solved * (deflected * alternative + (1 - deflected) * kept)
             + values["onlooker_value"])
    return Contact(worth=worth, cost=cost, net=worth - cost, alternative=alternative, kept=kept,
                   training=values["training_hours"] * operating.people / PAID_HOURS)


def grown_share(share: Array, growth: Array, years: float) -> Array:
    """The share after some years: logistic growth, so that it never passes everybody.

    Source: Griliches (1957): ln(p / (1 - p)) rises by ``growth`` a year.  0 and 1 stay.  Worked:
    5 % at 0.3 a year is 6.63 % after one year and 11.46 % after three.
    """
    rise = np.exp(growth * years)
    return np.asarray(share * rise / (1 - share + share * rise))


def ramped(months: Array, year: int) -> Array:
    """Part of a year's worth that a team brings while it learns, for year 1, 2, ...

    Its strength rises evenly from none to full over ``months``.  Worked: 6 months give 0.75 in the
    first year and 1 after; 24 months give 0.25 and 0.75.
    """
    def until(at: float) -> Array:
        learning = np.maximum(months, 1e-12)
        return np.asarray(np.where(at < months, at * at / (2 * learning), at - months / 2))

    return np.asarray((until(12.0 * year) - until(12.0 * (year - 1))) / 12)


def simulate(values: Values, *, operating: OperatingModel = CONTACT_CENTRE,
             rule: PilotRule | None = None, years: int = YEARS, only_money: bool = False) -> Flows:
    """All options over the years, for every draw in ``values`` (from :func:`draws.draw`).

    ``rule``: that of the full set of draws, for a case or a part of them; made here if missing.
    ``only_money`` leaves ``spent`` and ``helped`` out, for who asks for net values of many cases.
    Raises ValueError for less than one year.
    """
    if years < 1:
        raise ValueError("at least one year is needed")
    contact = contact_money(values, operating)
    per_share = values["customers"] * values["contacts_per_user"] * values["service_correction"]
    share, growth = values["social_service_share"], values["share_growth"]
    middles = [grown_share(share, growth, at + 0.5) for at in range(years)]
    discount = [np.asarray((1 + values["discount_rate"]) ** -(at + 0.5)) for at in range(years)]
    contacts = [per_share * one for one in middles]
    effect = [ramped(values["ramp_up_months"] * operating.ramp_up, at + 1) for at in range(years)]
    early = values["early_warning_share"] * values["traditional_contacts"] * contact.alternative
    fixed = {one.name: _fixed(one, values, operating) for one in (LISTEN, PILOT, FULL)}
    start_up = {one.name: _start_up(one, values, operating) for one in (LISTEN, PILOT, FULL)}
    answered = {one.name: min(one.answered * operating.answered, 1.0) for one in (PILOT, FULL)}

    def team(name: str, at: int, *, first: int = 0, start: Array | None = None) -> Array:
        """A team's money in a year: worth and cost of its contacts, early warning, fixed cost."""
        cost = contact.cost * (1 + contact.training) if at == first else contact.cost
        out = (contacts[at] * answered[name]
               * (contact.worth * effect[at] - cost) + early - fixed[name])
        if at != first:
            return np.asarray(out)
        return np.asarray(out - (start_up[name] if start is None else start))

    zero = np.zeros(())
    cash: dict[str, list[Array]] = {
        "nothing": [zero] * years,
        "listen": [early - fixed["listen"] - (start_up["listen"] if at == 0 else 0.0)
                   for at in range(years)],
        "full": [team("full", at) for at in range(years)],
    }
    # After its year a pilot is made full or ended; who was trained for it need not be again.
    more = start_up["full"] - start_up["pilot"]
    rest = [team("full", at, first=1, start=more) for at in range(1, years)]
    ahead = sum((one * weight for one, weight in zip(rest, discount[1:], strict=True)), zero)
    rule = rule or pilot_rule(np.asarray(ahead))
    goes_on = chance_to_go_on(np.asarray(ahead), rule)
    cash["pilot"] = [team("pilot", 0), *(goes_on * one for one in rest)]

    spent_full = [contacts[0] * answered["full"] * contact.cost * (1 + contact.training)
                  + fixed["full"] + start_up["full"],
                  *(contacts[at] * answered["full"] * contact.cost + fixed["full"]
                    for at in range(1, years))]
    each = values["effort_per_issue"] * contact.alternative
    most = values["unresolved_issues"] * values["solvable_share"]
    gain = contact.kept + values["repeats_avoided"] * contact.alternative - each
    issues = [_affordable(budget, each, most) for budget in spent_full]
    cash["traditional"] = [one * gain for one in issues]
    net = {name: np.asarray(sum((one * weight for one, weight in
                                 zip(flows, discount, strict=True)), zero))
           for name, flows in cash.items()}
    spent: dict[str, list[Array]] = {}
    helped: dict[str, list[Array]] = {}
    found = Flows(contact=contact, discount=discount, shares=[share, *middles], contacts=contacts,
                  effect=effect, cash=cash, net=net, spent=spent, helped=helped, fixed=fixed,
                  start_up=start_up, answered=answered, early=early, goes_on=goes_on, rule=rule,
                  per_share=per_share)
    if only_money:
        return found
    # What was trained for the pilot is not bought again; the contacts' staff of full care is.
    spent_pilot = [contacts[0] * answered["pilot"] * contact.cost * (1 + contact.training)
                   + fixed["pilot"] + start_up["pilot"]]
    for at in range(1, years):
        first = at == 1
        spent_pilot.append(goes_on * (
            contacts[at] * answered["full"] * contact.cost
            * (1 + (contact.training if first else 0.0)) + fixed["full"]
            + (more if first else 0.0)))
    spent |= {"pilot": spent_pilot, "full": spent_full,
              "traditional": [one * each for one in issues]}
    solved = np.minimum(values["solved_share"] * operating.solved, 1.0)
    helped |= {"full": [contacts[at] * answered["full"] * effect[at] * solved
                        for at in range(years)],
               "traditional": issues}
    return found


def pilot_rule(ahead: Array, *, reliability: float = PILOT_RELIABILITY) -> PilotRule:
    """The rule that goes on where what a pilot shows makes the rest worth more than nothing.

    The pilot shows the rest with a normal error; its mean given that is m + k (shown - m), with k
    the reliability (Raiffa and Schlaifer 1961, 11.3), so it goes on above m (1 - 1 / k), and the
    error has the variance of the rest times (1 - k) / k.  Worked: a rest of mean 10 and standard
    deviation 20 at k = 0.5 goes on above -10, with an error of 20.
    """
    if not 0 < reliability <= 1:
        raise ValueError("the reliability of a pilot must lie above 0 and at most be 1")
    noise = float(ahead.std()) * ((1 - reliability) / reliability) ** 0.5
    return PilotRule(cutoff=float(ahead.mean()) * (1 - 1 / reliability), noise=noise)


def chance_to_go_on(ahead: Array, rule: PilotRule) -> Array:
    """Chance that a pilot goes on, where the rest is truly worth ``ahead``."""
    if rule.noise <= 1e-9 * max(1.0, float(np.abs(ahead).max())):
        # What is certain shows itself.
        return np.asarray((ahead > 0).astype(float))
    return normal_cdf((ahead - rule.cutoff) / rule.noise)


def _fixed(option: Option, values: Values, operating: OperatingModel) -> Array:
    """Tools, leading, watching and standing by, a year."""
    hourly = values["social_cost_per_hour"] * operating.hourly
    return np.asarray(12 * option.tools * values["tools_per_month"]
                      + 52 * option.standby * operating.standby
                      * values["standby_hours_per_week"] * hourly)


def _start_up(option: Option, values: Values, operating: OperatingModel) -> Array:
    """Training of those who start, once."""
    return np.asarray(option.people * operating.people * values["training_hours"]
                      * values["social_cost_per_hour"] * operating.hourly)


def _affordable(budget: Array, each: Array, most: Array) -> Array:
    """Issues that a budget solves, at most as many as there are; free ones are all solved."""
    if (each > 0).all():
        return np.asarray(np.minimum(budget / each, most))
    with np.errstate(divide="ignore", invalid="ignore"):
        bought = np.where(each > 0, budget / each, np.inf)
    return np.asarray(np.minimum(bought, most))
