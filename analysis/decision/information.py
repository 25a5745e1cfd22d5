"""What it is worth to know more before choosing: EVPI, EVPPI, and one more survey."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.decision.draws import Draws
from analysis.decision.inputs import Inputs
from analysis.decision.normal import Array
from analysis.planning import Costs

DEGREE = 5
REGRESSED = 20_000  # draws that a regression is fitted on
_SURVEYED = "social_service_share"
# Where the powers 0, 1, ... of a normal score stand, and the power that two of them make.
_IN_ORDER = np.array([DEGREE - 1, *range(DEGREE - 1), DEGREE])
_PRODUCTS = np.add.outer(np.arange(DEGREE + 1), np.arange(DEGREE + 1))


def evpi(net: Array) -> float:
    """Expected value of perfect information: mean of the best per draw less the best of the means.

    ``net``: one row an option, one column a draw.  Source: Raiffa and Schlaifer (1961), 4.3.  It is
    the expected regret of the best choice.  Worked: two options, 0 and normal with mean 1 and
    standard deviation 2, give 2 x 0.1978 = 0.396 (the unit normal loss at 0.5).
    Raises ValueError without a draw.
    """
    if net.size == 0:
        raise ValueError("no draws, no value")
    return float(max(net.max(axis=0).mean() - net.mean(axis=1).max(), 0.0))


def evppi(net: Array, z: Array, *, degree: int = DEGREE) -> float:
    """Expected value of knowing some inputs perfectly: one (z of a draw) or several (one row each).

    Source: Strong, Oakley and Brennan (2014): net values regressed on the inputs give what is
    expected of each option once they are known; the mean of the best of these less the best mean.
    The regression is on Hermite polynomials of the inputs' normal scores: of this degree for one,
    of degree 3 with all products of two for several.  It lies between 0 and the EVPI.
    """
    scores = np.atleast_2d(z)[:, :REGRESSED]
    some = net[:, :scores.shape[1]]
    if len(scores) == 1:
        return min(_worth_of(_fitted(hermite(scores[0], degree), some)), evpi(some))
    single = [hermite(one, 3)[1:] for one in scores]
    products = [scores[i] * scores[j] for i in range(len(scores)) for j in range(i)]
    columns = np.vstack([np.ones((1, scores.shape[1])), *single, *products])
    known = _fitted(columns, some) @ columns
    value = known.max(axis=0).mean() - known.mean(axis=1).max()
    return float(min(max(value, 0.0), evpi(some)))


def evppi_table(inputs: Inputs, draws: Draws, net: Array) -> pd.DataFrame:
    """What knowing each uncertain input is worth, most first.

    Columns: input, label, learn (where it can be learnt), source, evppi (money), share_of_evpi.
    """
    whole = evpi(net)
    # All in one place, so that each input takes one product of matrices and no array of its own.
    place = np.vstack([np.empty((DEGREE + 1, net[:, :REGRESSED].shape[1])), net[:, :REGRESSED]])
    rows = [{"input": name, "label": inputs[name].entry.label,
             "learn": inputs[name].entry.learn, "source": inputs[name].source,
             "evppi": min(_worth_of(_fitted_in(place, z[:REGRESSED])), whole)}
            for name, z in draws.z.items()]
    out = pd.DataFrame(rows, columns=["input", "label", "learn", "source", "evppi"])
    out["share_of_evpi"] = out["evppi"] / whole if whole > 0 else 0.0
    return out.sort_values("evppi", ascending=False, ignore_index=True)


def _worth_of(weights: Array) -> float:
    """:func:`evppi` of one input, with the mean of the best taken over its normal itself.

    Not over the draws of it: the regression is a curve in z, and its mean over the normal is known
    without drawing.  ``weights``: of the Hermite polynomials, one row an option.
    """
    basis, mass = _normal_grid(weights.shape[1] - 1)
    return max(float((weights @ basis).max(axis=0) @ mass) - float(weights[:, 0].max()), 0.0)


@lru_cache(maxsize=4)
def _normal_grid(degree: int) -> tuple[Array, Array]:
    """Hermite polynomials at evenly spaced normal scores, and the mass of each."""
    points = np.linspace(-6, 6, 2_001)
    mass = np.exp(-points**2 / 2)
    return hermite(points, degree), mass / mass.sum()


def evppi_of(names: Iterable[str], draws: Draws, net: Array) -> float:
    """What knowing all of these inputs is worth together; 0 where none of them is uncertain."""
    scores = [draws.z[name] for name in names if name in draws.z]
    return evppi(net, np.stack(scores)) if scores else 0.0


@dataclass(frozen=True)
class Survey:
    """One more survey of the share: what it costs and how well it sees.

    ``response``: share of those asked who answer.  ``deff``: design effect of the weights.
    ``bias``: standard deviation of what weighting leaves, in log odds, which no number of answers
    removes: 0.1 means that 5 % may as well be 4.5 or 5.5 %; an assumption of ours.
    """

    costs: Costs = field(
        default_factory=lambda: Costs(fixed=2_000.0, per_answer=4.0, per_invitation=0.05))
    response: float = 0.05
    deff: float = 1.5
    bias: float = 0.1

    def cost(self, answers: float) -> float:
        """Money for so many answers; nothing for none."""
        return self.costs.total(answers=answers, invitations=answers / self.response) \
            if answers > 0 else 0.0

    def variance(self, answers: float, share: float) -> float:
        """Variance of its estimate of the log odds: deff / (n p (1 - p)) + bias^2."""
        if answers <= 0:
            return math.inf
        return self.deff / (answers * share * (1 - share)) + self.bias**2


def evsi_survey(draws: Draws, net: Array, answers: Array, *, survey: Survey | None = None
                ) -> Array:
    """Expected value of a survey of so many answers on the share; one number per size.

    Source: Raiffa and Schlaifer (1961), 5.5, in the normal form of Jalal and Alarid-Escudero
    (2018): before it is taken, the survey's answer moves the normal score of the share to
    sqrt(r) w with r = v / (v + error), v the variance of the log odds now.  Regressing net values
    on Hermite polynomials of the score, the expected ones after the survey are the sum of
    b_k r^(k/2) He_k(w) (Mehler 1866).  So it is 0 for no answer, never falls with n, and tends to
    the EVPPI of the share, or to less where the survey may be biased.  Zero where the share is
    certain.
    """
    given = survey or Survey()
    sizes = np.atleast_1d(np.asarray(answers, float))
    if _SURVEYED not in draws.z:
        return np.zeros(len(sizes))
    share = draws.values[_SURVEYED][:REGRESSED]
    inside = np.clip(share, 1e-9, 1 - 1e-9)
    variance = float(np.log(inside / (1 - inside)).var())
    columns = hermite(draws.z[_SURVEYED][:REGRESSED], DEGREE)
    weights = _fitted(columns, net[:, :columns.shape[1]])
    basis, mass = _normal_grid(DEGREE)
    least = weights[:, 0].max()
    out = []
    for n in sizes:
        error = given.variance(float(n), float(share.mean()))
        shrink = math.sqrt(variance / (variance + error)) if math.isfinite(error) else 0.0
        known = (weights * shrink ** np.arange(DEGREE + 1)) @ basis
        out.append(max(float(known.max(axis=0) @ mass) - least, 0.0))
    return np.array(out)


@dataclass(frozen=True)
class BestSurvey:
    """The survey that pays best: ``answers`` is 0 where none does: stop asking."""

    answers: int
    enbs: float
    evsi: float
    cost: float


def survey_curve(draws: Draws, net: Array, *, survey: Survey | None = None, points: int = 40
                 ) -> pd.DataFrame:
    """Worth and cost by number of answers, from 30 to as many as customers would give.

    Columns: answers, evsi, cost, enbs (expected net benefit of sampling: evsi - cost).
    Empty where there are too few customers to give 30 answers.
    """
    given = survey or Survey()
    most = int(float(draws.values["customers"].mean()) * given.response)
    if most < 30:
        return pd.DataFrame(columns=["answers", "evsi", "cost", "enbs"], dtype=float)
    sizes = np.unique(np.round(np.geomspace(30, most, points))).astype(int)
    worth = evsi_survey(draws, net, sizes, survey=given)
    cost = np.array([given.cost(float(n)) for n in sizes])
    return pd.DataFrame({"answers": sizes, "evsi": worth, "cost": cost, "enbs": worth - cost})


def best_survey(curve: pd.DataFrame) -> BestSurvey:
    """The size of the highest net benefit; none where no survey is worth its cost."""
    if curve.empty or float(curve["enbs"].max()) <= 0:
        return BestSurvey(0, 0.0, 0.0, 0.0)
    row = curve.iloc[int(curve["enbs"].to_numpy(dtype=float).argmax())]
    return BestSurvey(int(row["answers"]), float(row["enbs"]), float(row["evsi"]),
                      float(row["cost"]))


def hermite(z: Array, degree: int) -> Array:
    """Hermite polynomials He_0 to He_degree of the normal, each divided by the root of k!.

    Rows are orthonormal under the standard normal.  Source: Abramowitz and Stegun (1964), 22.7.14.
    """
    given = np.asarray(z, float)
    # Rows of one array, each made where it stays: what is copied together later is slower.
    rows = np.empty((max(degree, 1) + 1, *given.shape))
    rows[0], rows[1] = 1.0, given
    for k in range(1, degree):
        np.multiply(given, rows[k], out=rows[k + 1])
        rows[k + 1] -= math.sqrt(k) * rows[k - 1]
        rows[k + 1] /= math.sqrt(k + 1)
    return rows[:degree + 1]


@lru_cache(maxsize=4)
def _hermite_of_powers(degree: int) -> Array:
    """The polynomials of :func:`hermite` as rows of coefficients of z^0, z^1, ..."""
    rows = np.zeros((degree + 1, degree + 1))
    rows[0, 0] = 1.0
    for k in range(degree):
        rows[k + 1, 1:] = rows[k, :-1] / math.sqrt(k + 1)
        if k:
            rows[k + 1] -= math.sqrt(k / (k + 1)) * rows[k - 1]
    return rows


def _fitted_in(place: Array, z: Array) -> Array:
    """As :func:`_fitted` on Hermite polynomials of z; ``place``: rows for its powers, then net.

    Sums over the draws are taken of powers of z and made those of the polynomials afterwards; those
    of products of two powers are sums of one power.
    """
    one, high = DEGREE - 1, DEGREE
    # z to z^4, 1, z^5: what the powers are multiplied with stands beside the net values.
    place[0], place[one] = z, 1.0
    for k in range(1, one):
        np.multiply(place[k - 1], z, out=place[k])
    np.multiply(place[one - 1], z, out=place[high])
    sums = (place[:high + 1] @ place[one:].T)[_IN_ORDER]
    powers = np.concatenate((sums[:, 0], sums[1:, 1]))
    change = _hermite_of_powers(DEGREE)
    found = np.linalg.lstsq(change @ powers[_PRODUCTS] @ change.T, change @ sums[:, 2:],
                            rcond=None)[0]
    return np.asarray(found.T)


def _fitted(columns: Array, net: Array) -> Array:
    """Least squares coefficients: one row an option, one column a basis function."""
    found = np.linalg.lstsq(columns @ columns.T, columns @ net.T, rcond=None)[0]
    return np.asarray(found.T)
