"""Purpose and intent mended by a company's own labels, as sentiment is (engines/adjustment.py)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from analysis import purpose
from analysis.engines.adjustment import LEAST_OF_A_CLASS, Adjustment, Refit, in_use_of, refit
from analysis.engines.calibration import calibrated

CLASSES = {"purpose": purpose.PURPOSES, "intent": purpose.NAMED_INTENTS}


def refitted(texts: Sequence[str], labels: Sequence[str], facet: str,
             earlier: Adjustment | None, fresh: NDArray[np.bool_]) -> Refit:
    """The adjustment of a facet (purpose, intent) by what people say texts are.

    ``earlier``: the one in use; ``fresh``: texts that it has not learned from.

    Classes of fewer than 10 labels are left as they are and their texts set aside, so the figures
    are of the others alone.  No confidence in an intent is told, so its error (ece) says nothing.
    Raises ValueError for fewer than 100 labels or two classes.
    """
    codes = np.array([CLASSES[facet].index(one) for one in labels], np.intp)
    present = np.flatnonzero(
        np.bincount(codes, minlength=len(CLASSES[facet])) >= LEAST_OF_A_CLASS)
    if len(present) < 2:
        raise ValueError(f"{LEAST_OF_A_CLASS} labels of each of two classes are needed.")
    mine = np.flatnonzero(np.isin(codes, present))
    seen = purpose.see([texts[row] for row in mine.tolist()])
    whole = (purpose.purpose_chances if facet == "purpose" else purpose.intent_chances)(seen)
    in_use = None
    if earlier is not None:
        in_use = in_use_of(whole, seen.words, earlier, fresh[mine])
        in_use = in_use._replace(chances=_among(in_use.chances, present))
    found = refit(_among(whole, present), seen.words, np.searchsorted(present, codes[mine]),
                  _confidence(whole, facet), in_use)
    fold = np.full(len(texts), -1, np.int8)
    fold[mine] = found.fold
    whole_of = partial(_for_all, present=present, classes=len(CLASSES[facet]))
    return found._replace(adjustment=whole_of(found.adjustment), fold=fold,
                          by_fold=tuple(map(whole_of, found.by_fold)))


def _for_all(own: Adjustment, *, present: NDArray[np.intp], classes: int) -> Adjustment:
    """An adjustment of some classes as one that leaves the others as they are."""
    bias = np.zeros(classes)
    bias[present] = own.bias
    weights = np.zeros((len(own.columns), classes))
    weights[:, present] = own.weights
    return own._replace(bias=bias, weights=weights)


def _among(chances: NDArray[np.float64], present: NDArray[np.intp]) -> NDArray[np.float64]:
    some = chances[:, present]
    out: NDArray[np.float64] = some / some.sum(axis=1, keepdims=True)
    return out


def _confidence(chances: NDArray[np.float64], facet: str) -> NDArray[np.float64]:
    from analysis.engines import decaf

    claims: NDArray[np.float64] = chances.max(axis=1)
    if facet == "intent":
        return claims
    return calibrated(claims, decaf.card()["purpose"]["calibration"]["purpose"])
