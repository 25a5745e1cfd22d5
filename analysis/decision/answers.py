"""What the draws say: net value, break-even share, payback, regret, opportunity cost."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.decision.draws import Draws
from analysis.decision.model import Flows
from analysis.decision.normal import Array
from analysis.decision.options import OPTIONS

ROOT_DRAWS = 10_000  # the three-year break-even is found by halving, on so many draws
_HALVINGS = 30  # from -14 to 14 in log odds, so to 3e-8


def net_values(flows: Flows) -> tuple[list[str], Array]:
    """Names of the options and their net values, one row an option, one column a draw."""
    names = [one.name for one in OPTIONS]
    shape = np.broadcast_shapes(*(flows.net[name].shape for name in names), (1,))
    return names, np.stack([np.broadcast_to(flows.net[name], shape) for name in names])


def compare_options(flows: Flows, *, level: float = 0.95) -> pd.DataFrame:
    """The options beside each other, one row each.

    Columns: option, label, net_value (mean), low, high (quantiles at ``level``), standard_error (of
    the mean, from drawing), chance_positive, chance_best, regret (mean of the best option's net
    value less this one's, draw by draw), payback_years (median of those that pay back),
    chance_payback, spent (mean, all years, not discounted), n (draws).  Money discounted, in the
    inputs' currency.  The least regret is the EVPI.
    """
    net = net_values(flows)[1]
    n = net.shape[1]
    best = net.max(axis=0)
    winner = net.argmax(axis=0)
    rows = []
    for place, option in enumerate(OPTIONS):
        mine = net[place]
        low, high = np.quantile(mine, [(1 - level) / 2, (1 + level) / 2])
        paid = payback_years(flows, option.name)
        known = paid[np.isfinite(paid)]
        spent = _spent(flows, option.name)
        rows.append({
            "option": option.name, "label": option.label, "net_value": float(mine.mean()),
            "low": float(low), "high": float(high),
            "standard_error": float(mine.std() / np.sqrt(n)),
            "chance_positive": float((mine > 0).mean()),
            "chance_best": float((winner == place).mean()),
            "regret": float((best - mine).mean()),
            "payback_years": float(np.median(known)) if known.size else np.nan,
            "chance_payback": float(np.isfinite(paid).mean()), "spent": spent, "n": n})
    return pd.DataFrame(rows)


def payback_years(flows: Flows, option: str) -> Array:
    """Years until the money is back for good, per draw; infinite where it is not within the years.

    The first moment from which the cumulated money, not discounted, never falls below zero again,
    read evenly within a year; 0 where it is never below.  What is spent at the start is out before
    the first year brings anything.  Worked: -100, 60, 80 gives 2.5; 20 after a start-up of 10, so
    30 in the year, is back after a third of it.
    """
    start = np.asarray(-flows.start_up.get(option, np.zeros(())))
    sums = [start]
    for year, cash in enumerate(flows.cash[option]):
        sums.append(sums[-1] + (cash if year else cash - start))
    total = np.broadcast_arrays(*(np.atleast_1d(one) for one in sums))
    # From the last year back: the last crossing is the one from which nothing is lost again.
    out = np.where(total[-1] < 0, np.inf, np.nan)
    for year in range(len(total) - 2, -1, -1):
        lost = (total[year] < 0) & np.isnan(out)
        if not lost.any():
            continue
        part = np.divide(-total[year], total[year + 1] - total[year], out=np.zeros(lost.shape),
                         where=lost)
        out = np.where(lost, year + part, out)
    return np.where(np.isnan(out), 0.0, out)


def break_even_share(flows: Flows, option: str = "full") -> Array:
    """Share of customers at which a team just pays in a usual year, per draw.

    (fixed yearly cost + start-up spread over the years - early warning) / (customers x service
    contacts per social user x net value per contact), where the net value per contact that comes is
    that of an answered one times the share answered.  Infinite where a contact brings no more than
    it costs: no share is enough.  Above 1: more than everybody.  Worked: docs/decision.md.
    """
    years = len(flows.discount)
    contact = flows.contact
    per_contact = flows.answered[option] * (
        contact.worth - contact.cost * (1 + contact.training / years))
    fixed = flows.fixed[option] + flows.start_up[option] / years - flows.early
    brings = flows.per_share * per_contact
    fixed, brings = np.broadcast_arrays(fixed, brings)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(brings > 0, np.maximum(fixed, 0) / brings, np.inf)
    # Nothing is needed where the early warning alone pays and a contact costs nothing.
    return np.asarray(np.where((brings == 0) & (fixed <= 0), 0.0, share))


def break_even_three_years(draws: Draws, flows: Flows, option: str = "full", *,
                           most: int = ROOT_DRAWS) -> Array:
    """Today's share at which a team just pays over all years, growth and ramp-up included.

    By halving on ln(p / (1 - p)), on the first ``most`` draws.  Infinite where even everybody would
    not be enough, 0 where nobody is needed.  On odds, growth is a factor (:func:`grown_share`).
    """
    def part(array: Array) -> Array:
        return np.atleast_1d(array)[:most]

    growth, contact = part(draws.values["share_growth"]), flows.contact
    base: Array = -part(flows.start_up[option]) * part(flows.discount[0])
    weights = []
    for at, discount in enumerate(flows.discount):
        new = contact.training if at == 0 else 0.0
        weights.append(part(discount) * part(flows.per_share) * flows.answered[option]
                       * part(contact.worth * flows.effect[at] - contact.cost * (1 + new)))
        base = base + part(discount) * part(flows.early - flows.fixed[option])

    shape = np.broadcast_shapes(base.shape, growth.shape, *(one.shape for one in weights))
    rises = [np.exp(growth * (at + 0.5)) for at in range(len(weights))]
    # Money over all years is base + sum(w r x / (1 + r x)) at odds x.  Only its sign is asked for,
    # so it is multiplied by all (1 + r x), which are above 0: a polynomial, without a division.
    powers, below = [base], [np.ones(())]
    for weight, rise in zip(weights, rises, strict=True):
        worth = [np.zeros(()), *(weight * rise * one for one in below)]
        powers = [one + more for one, more in zip(_times(powers, rise), worth, strict=True)]
        below = _times(below, rise)

    odds, step = np.ones(shape), 7.0
    for _ in range(_HALVINGS):
        value = odds * powers[-1]
        for one in powers[-2:0:-1]:
            value += one
            value *= odds
        value += powers[0]
        odds *= np.where(value < 0, np.exp(step), np.exp(-step))
        step /= 2
    found = np.where(base >= 0, 0.0, odds / (1 + odds))
    return np.asarray(np.where(base + sum(weights) < 0, np.inf, found))


def _times(powers: list[Array], rise: Array) -> list[Array]:
    """The polynomial of these coefficients, of the lowest power first, times 1 + rise x."""
    return [powers[0], *(here + rise * before for before, here in pairwise(powers)),
            rise * powers[-1]]


def break_even_table(draws: Draws, flows: Flows, *, level: float = 0.95) -> pd.DataFrame:
    """Break-even share of the pilot (as a standing team) and of full care, now and over the years.

    Columns: option, when ("now" or "three years"), break_even_share (median), low, high, chance
    (that the share passes it; of full care over the years, that they pay), chance_se (its error
    from drawing), n (draws).  Shares 0..1; infinite where no share is enough.
    """
    rows = []
    for option in ("pilot", "full"):
        now, later = break_even_share(flows, option), break_even_three_years(draws, flows, option)
        share = np.atleast_1d(draws.values["social_service_share"])
        for when, needed, mine in (("now", now, share), ("three years", later,
                                                         share[:ROOT_DRAWS])):
            # Over the years, full care pays just where today's share passes what it needs.
            passes = flows.net["full"] > 0 if (option, when) == ("full", "three years") \
                else mine > needed
            n = np.size(passes)
            chance = float(passes.mean())
            # Quantiles that are themselves draws: there is no middle between a share and never.
            low, middle, high = np.quantile(
                needed, [(1 - level) / 2, 0.5, (1 + level) / 2], method="higher")
            rows.append({"option": option, "when": when, "break_even_share": float(middle),
                         "low": float(low), "high": float(high), "chance": chance,
                         "chance_se": float(np.sqrt(chance * (1 - chance) / n)), "n": n})
    return pd.DataFrame(rows)


def share_over_years(flows: Flows, *, level: float = 0.95) -> pd.DataFrame:
    """Share of customers today and in the middle of each year, beside full care's break-even.

    Columns: year (0 is today, then 0.5, 1.5, ...), share (median), low, high, chance (that it
    passes the usual year's break-even share).
    """
    needed = break_even_share(flows, "full")
    rows = []
    for at, share in enumerate(flows.shares):
        low, middle, high = np.quantile(share, [(1 - level) / 2, 0.5, (1 + level) / 2])
        rows.append({"year": 0.0 if at == 0 else at - 0.5, "share": float(middle),
                     "low": float(low), "high": float(high),
                     "chance": float((share > needed).mean())})
    return pd.DataFrame(rows)


def opportunity_cost(flows: Flows, *, level: float = 0.95) -> pd.DataFrame:
    """The same money on social media and on phone and e-mail, per issue of a customer solved.

    Columns: option, helped (issues solved, all years, mean), spent (money, all years, mean), each
    (money per issue solved: mean spent / mean helped), low, high (quantiles of the ratio draw by
    draw), helped_per_1000.  A customer helped twice counts twice.  NaN where nobody is helped.
    """
    rows = []
    for option in ("full", "traditional"):
        helped, spent = (np.asarray(sum(part[option])) for part in (flows.helped, flows.spent))
        helped, spent = np.broadcast_arrays(np.atleast_1d(helped), np.atleast_1d(spent))
        total, paid = float(helped.mean()), float(spent.mean())
        ratios = np.divide(spent, helped, out=np.full(helped.shape, np.inf), where=helped > 0)
        low, high = np.quantile(ratios, [(1 - level) / 2, (1 + level) / 2], method="higher")
        some = total > 0
        rows.append({"option": option, "helped": total, "spent": paid,
                     "each": paid / total if some else np.nan,
                     "low": float(low) if some else np.nan,
                     "high": float(high) if some else np.nan,
                     "helped_per_1000": 1000 * total / paid if paid > 0 else np.nan})
    return pd.DataFrame(rows)


def _spent(flows: Flows, option: str) -> float:
    """Mean money that an option spends over all years."""
    if option in flows.spent:
        return float(np.mean(sum(flows.spent[option])))
    if option not in flows.fixed:
        return 0.0
    return float(np.mean(flows.start_up[option] + len(flows.discount) * flows.fixed[option]))
