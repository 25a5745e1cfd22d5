"""The model: from inputs to yearly money of each option.  Every formula stands in docs/decision.md.

All functions take single numbers or arrays that broadcast, so that thousands of draws and a
single case are the same call.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.decision.normal import Array, normal_cdf
from analysis.decision.options import CONTACT_CENTRE, PILOT_RELIABILITY, OperatingModel
from analysis.decision.parts import Parts, Values, parts_of

YEARS = 3


@dataclass(frozen=True, eq=False)
class PilotRule:
    """When a pilot goes on: where what it shows, true rest + noise, passes ``cutoff``."""

    cutoff: float
    noise: float


@dataclass(frozen=True, eq=False)
class Flows(Parts):
    """What the model found, with what it is made of.  Money in the currency of the inputs.

    ``cash``: option -> money a year, not discounted.  ``net``: option -> discounted sum.
    ``shares``: share of customers, first today, then the middle of each year.  ``spent`` and
    ``helped``: option -> money spent and issues solved a year, for full care and for traditional
    channels (spent: for the pilot too).  ``goes_on``: chance that the pilot goes on.
    """

    cash: dict[str, list[Array]]
    net: dict[str, Array]
    shares: list[Array]
    spent: dict[str, list[Array]]
    helped: dict[str, list[Array]]
    goes_on: Array
    rule: PilotRule


def simulate(values: Values, *, operating: OperatingModel = CONTACT_CENTRE,
             rule: PilotRule | None = None, years: int = YEARS) -> Flows:
    """All options over the years, for every draw in ``values`` (from :func:`draws.draw`).

    ``rule``: that of the full set of draws, for a case or a part of them; made here if missing.
    Who asks for expected net values alone, of many cases, asks :class:`sums.Sums`.
    Raises ValueError for less than one year.
    """
    if years < 1:
        raise ValueError("at least one year is needed")
    made = parts_of(values, operating, years)
    contact, contacts, discount, effect = made.contact, made.contacts, made.discount, made.effect
    early, fixed, start_up, answered = made.early, made.fixed, made.start_up, made.answered
    worked = [came * (contact.worth * part - contact.cost)
              for came, part in zip(contacts, effect, strict=True)]
    # The staff of the contacts are trained in a team's first year.
    taught = [came * (contact.cost * contact.training) for came in contacts[:2]]

    def team(name: str, at: int) -> Array:
        """A team's money in a year: worth and cost of its contacts, early warning, fixed cost."""
        return np.asarray(worked[at] * answered[name] + early - fixed[name])

    def begun(name: str, start: Array, at: int = 0) -> Array:
        """The same in its first year, less what starting takes."""
        return np.asarray(team(name, at) - taught[at] * answered[name] - start)

    zero = np.zeros(())

    def present(flows: list[Array], first: int = 0) -> Array:
        return np.asarray(sum((one * weight for one, weight in zip(
            flows, discount[first:], strict=True)), zero))

    cash: dict[str, list[Array]] = {
        "nothing": [zero] * years,
        "listen": [early - fixed["listen"] - (start_up["listen"] if at == 0 else 0.0)
                   for at in range(years)],
        "full": [begun("full", start_up["full"]), *(team("full", at) for at in range(1, years))],
    }
    # After its year a pilot is made full or ended; who was trained for it need not be again.
    more = start_up["full"] - start_up["pilot"]
    rest = [begun("full", more, at) if at == 1 else cash["full"][at] for at in range(1, years)]
    ahead = present(rest, 1)
    rule = rule or pilot_rule(ahead)
    goes_on = chance_to_go_on(ahead, rule)
    cash["pilot"] = [begun("pilot", start_up["pilot"]), *(goes_on * one for one in rest)]

    work = [came * answered["full"] * contact.cost for came in contacts]
    spent_full = [one + fixed["full"] for one in work]
    spent_full[0] = spent_full[0] + taught[0] * answered["full"] + start_up["full"]
    issues = [affordable(budget, made.each, made.most) for budget in spent_full]
    cash["traditional"] = [one * made.gain for one in issues]
    # What was trained for the pilot is not bought again; the contacts' staff of full care is.
    spent_pilot = [contacts[0] * answered["pilot"] * contact.cost * (1 + contact.training)
                   + fixed["pilot"] + start_up["pilot"]]
    for at in range(1, years):
        spends = work[at] + fixed["full"]
        if at == 1:
            spends = spends + taught[1] * answered["full"] + more
        spent_pilot.append(goes_on * spends)
    return Flows(
        **vars(made), cash=cash, net={name: present(flows) for name, flows in cash.items()},
        shares=[values["social_service_share"], *made.middles],
        spent={"pilot": spent_pilot, "full": spent_full,
               "traditional": [one * made.each for one in issues]},
        helped={"full": [came * answered["full"] * part * contact.solved
                         for came, part in zip(contacts, effect, strict=True)],
                "traditional": issues},
        goes_on=goes_on, rule=rule)


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


def affordable(budget: Array, each: Array, most: Array) -> Array:
    """Issues that a budget solves, at most as many as there are; free ones are all solved."""
    if (each > 0).all():
        return np.asarray(np.minimum(budget / each, most))
    with np.errstate(divide="ignore", invalid="ignore"):
        bought = np.where(each > 0, budget / each, np.inf)
    return np.asarray(np.minimum(bought, most))
