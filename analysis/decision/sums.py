"""Expected net values of the options where inputs are held, each step done once for what it needs.

Most of the model hangs on few inputs.  Where one is held at a value, what does not hang on it is as
it was, and is not worked out again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from analysis.decision.model import PilotRule, affordable, chance_to_go_on
from analysis.decision.normal import Array
from analysis.decision.options import NAMES, OperatingModel
from analysis.decision.parts import Parts, Values, parts_of


class _Kept:
    """Does steps, and remembers those of the first time by the very arrays they were given."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, ...], tuple[tuple[Any, ...], Any]] = {}
        self.open = True

    def __call__(self, step: Callable[..., Any], *given: Any) -> Any:
        key = (id(step), *map(id, given))
        known = self.found.get(key)
        if known is not None:
            return known[1]
        out = step(*given)
        if self.open:
            # With what it was given, so that no other array can come to stand in its place.
            self.found[key] = (given, out)
        return out


class Sums:
    """Mean net value of each option over some draws, with inputs held or not.

    Each is the sum over the years of :func:`model.simulate`'s money times the year's discount,
    added up before it is worked out draw by draw: D the discount, C the contacts, E the effect of a
    year, W and K the worth and the cost of a contact, a the share answered, e - F what early
    warning brings beyond the fixed cost.  Then full care's later years bring
    a (W sum(D C E) - K sum(D C)) + (e - F) sum(D), its first a D C (W E - K (1 + training)) +
    D (e - F - start-up).  A pilot has such a first year with its own a, F and start-up, and then
    the chance to go on times what is ahead: full care's later years less what beginning it takes.
    """

    def __init__(self, values: Values, *, operating: OperatingModel, rule: PilotRule,
                 years: int) -> None:
        self.values, self.operating, self.rule, self.years = values, operating, rule, years
        self._do = _Kept()
        self.base = self._means(values, 1)[0]
        self._do.open = False

    def held(self, given: Mapping[str, Array]) -> Array:
        """Means with these inputs at some values, one row each; options in the order of OPTIONS."""
        rows = max((len(one) for one in given.values()), default=1)
        return self._means({**self.values, **{name: np.asarray(one, float)[:, None]
                                              for name, one in given.items()}}, rows)

    def _means(self, values: Values, rows: int) -> Array:
        do = self._do
        made = parts_of(values, self.operating, self.years, do=do)
        nets = {"nothing": 0.0, **self._on_social_media(made), "traditional": do(
            _traditional, made.discount, made.contacts, made.contact.cost, made.contact.training,
            made.fixed["full"], made.start_up["full"], made.answered["full"], made.each, made.most,
            made.gain)}
        out = np.empty((rows, len(NAMES)))
        for at, name in enumerate(NAMES):
            out[:, at] = nets[name]
        return out

    def _on_social_media(self, made: Parts) -> dict[str, Array]:
        do, contact, fixed, start = self._do, made.contact, made.fixed, made.start_up
        full, pilot = made.answered["full"], made.answered["pilot"]
        once, later = do(_weights, made.discount)
        work, taught, worth = do(_weighted_contacts, made.discount, made.contacts, made.effect)
        first = do(_first, contact.worth, contact.cost, contact.training, work[0], worth[0])
        rest = do(_rest, contact.worth, contact.cost, work[1], worth[1], made.early, fixed["full"],
                  later, full)
        ahead = do(_ahead, rest, contact.cost, contact.training, taught, start["full"],
                   start["pilot"], made.discount, full)
        return {
            "listen": do(_listening, made.early, fixed["listen"], start["listen"], once, later),
            "full": do(_team, first, made.early, fixed["full"], start["full"], once, full, rest),
            "pilot": do(_team, first, made.early, fixed["pilot"], start["pilot"], once, pilot,
                        do(_going_on, ahead, self.rule))}


def _mean(net: Array) -> Array:
    """The mean over draws, which are the last axis; values held are the one before it."""
    return np.asarray(np.mean(net, axis=-1) if np.ndim(net) else net)


def _weights(discount: tuple[Array, ...]) -> tuple[Array, Array]:
    """D of the first year, and the sum of all later ones."""
    return discount[0], sum(discount[1:], np.zeros(()))


def _weighted_contacts(discount: tuple[Array, ...], contacts: tuple[Array, ...],
                       effect: tuple[Array, ...]
                       ) -> tuple[tuple[Array, Array], Array, tuple[Array, Array]]:
    """D C of the first year and of all later ones, of the second, and D C E as the first."""
    weighted = [one * came for one, came in zip(discount, contacts, strict=True)]
    worth = [one * part for one, part in zip(weighted, effect, strict=True)]
    none = np.zeros(())
    return ((weighted[0], sum(weighted[2:], weighted[1]) if weighted[1:] else none),
            weighted[1] if weighted[1:] else none,
            (worth[0], sum(worth[2:], worth[1]) if worth[1:] else none))


def _first(worth: Array, cost: Array, training: Array, work: Array, brought: Array) -> Array:
    """What all contacts of the first year would bring beyond their cost."""
    return np.asarray(worth * brought - cost * (1 + training) * work)


def _rest(worth: Array, cost: Array, work: Array, brought: Array, early: Array, fixed: Array,
          later: Array, answered: float) -> Array:
    """Full care's money of all years after the first."""
    return np.asarray((worth * brought - cost * work) * answered + (early - fixed) * later)


def _ahead(rest: Array, cost: Array, training: Array, taught: Array, full: Array, pilot: Array,
           discount: tuple[Array, ...], answered: float) -> Array:
    """What is ahead of a pilot that goes on: who was trained for it need not be again."""
    if not discount[1:]:
        return rest
    return np.asarray(rest - cost * training * answered * taught - (full - pilot) * discount[1])


def _going_on(ahead: Array, rule: PilotRule) -> Array:
    return np.asarray(chance_to_go_on(ahead, rule) * ahead)


def _team(first: Array, early: Array, fixed: Array, start: Array, once: Array, answered: float,
          rest: Array) -> Array:
    return _mean(first * answered + (early - fixed - start) * once + rest)


def _listening(early: Array, fixed: Array, start: Array, once: Array, later: Array) -> Array:
    return _mean((early - fixed) * (once + later) - start * once)


def _traditional(discount: tuple[Array, ...], contacts: tuple[Array, ...], cost: Array,
                 training: Array, fixed: Array, start: Array, answered: float, each: Array,
                 most: Array, gain: Array) -> Array:
    """Full care's money spent on phone and e-mail instead."""
    solved: Array = np.zeros(())
    work = cost * answered
    for at, (weight, came) in enumerate(zip(discount, contacts, strict=True)):
        budget = came * (work if at else work * (1 + training)) + (fixed if at else fixed + start)
        solved = solved + affordable(budget, each, most) * weight
    return _mean(solved * gain)
