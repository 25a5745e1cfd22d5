"""What is known of an input: an estimate with its interval, as a distribution that can be drawn."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np

from analysis.decision.normal import Array, inverse_normal, normal_cdf
from analysis.intervals import quantile_of_normal

Kind = Literal["certain", "normal", "lognormal", "logit-normal", "beta", "triangular", "pert"]

_REACH, _STEPS = 6.0, 2048  # tables run from z = -6 to 6
_FEWEST = 1e-3  # beta with a smaller parameter is all at its ends


@dataclass(frozen=True)
class Distribution:
    """An estimate and its interval, in the unit of the input.

    ``certain``: the estimate alone.  ``normal``: the estimate is the mean; cut off at ``floor``
    and ``ceiling`` where these are given.  ``lognormal`` and ``logit-normal``: the estimate is the
    median, and the interval gives the spread on the logarithm or on ln(p / (1 - p)).  ``beta``: the
    estimate is the mean, the interval gives the standard deviation.  For these ``low`` and ``high``
    are the limits of an interval of ``level``.  ``triangular`` and ``pert``: the estimate is the
    most likely value, low and high the very least and most (Malcolm et al. 1959: beta with
    a = 1 + 4 (m - l) / (h - l), b = 1 + 4 (h - m) / (h - l)).

    Raises ValueError where these numbers describe no such distribution.
    """

    kind: Kind
    estimate: float
    low: float = math.nan
    high: float = math.nan
    level: float = 0.95
    floor: float = -math.inf
    ceiling: float = math.inf

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"{self.kind!r} is no kind of distribution: "
                             f"{', '.join(get_args(Kind))}")
        if not math.isfinite(self.estimate):
            raise ValueError("an estimate must be a number")
        if self.kind == "certain":
            return
        if not (math.isfinite(self.low) and math.isfinite(self.high)):
            raise ValueError("low and high must be numbers")
        if not self.low <= self.estimate <= self.high or not self.low < self.high:
            raise ValueError(f"the estimate must lie between low and high, and low below high: "
                             f"not {self.low:g}, {self.estimate:g}, {self.high:g}")
        if self.kind == "lognormal" and self.low <= 0:
            raise ValueError("a lognormal quantity must be above 0, its lower limit too")
        if self.kind in ("logit-normal", "beta") and not 0 < self.low <= self.high < 1:
            raise ValueError("a share must lie between 0 and 1, its limits too")
        if self.kind == "beta" and self._beta_size() <= 0:
            raise ValueError("the interval is wider than that of any beta distribution")
        if self.kind == "normal" and not self.floor <= self.estimate <= self.ceiling:
            raise ValueError("the estimate must lie between floor and ceiling")

    @property
    def is_certain(self) -> bool:
        """Whether there is nothing to draw."""
        return self.kind == "certain"

    @property
    def spread(self) -> float:
        """Standard deviation on the scale on which it is normal; for beta on its own scale."""
        z = 2 * quantile_of_normal(self.level)
        if self.kind == "lognormal":
            return math.log(self.high / self.low) / z
        if self.kind == "logit-normal":
            return (_logit(self.high) - _logit(self.low)) / z
        return (self.high - self.low) / z

    def at(self, z: Array | float) -> Array:
        """Its value where a standard normal has the value z; rises with z.

        So a quantile is ``at(inverse_normal(share))`` and a draw is ``at(z)`` of a normal draw.
        Worked: lognormal 10 (5 to 20) at z = 1.959964 gives 20; PERT 0, 10, 20 at 0 gives 10.
        """
        at = np.asarray(z, dtype=float)
        if self.kind == "certain":
            return np.asarray(self.estimate)
        if self.kind == "lognormal":
            return np.asarray(self.estimate * np.exp(self.spread * at))
        if self.kind == "logit-normal":
            return np.asarray(1 / (1 + np.exp(-_logit(self.estimate) - self.spread * at)))
        if self.kind == "normal" and math.isinf(self.floor) and math.isinf(self.ceiling):
            return np.asarray(self.estimate + self.spread * at)
        table = _table(self)
        place = (np.clip(at, -_REACH, _REACH) + _REACH) * (_STEPS / (2 * _REACH))
        left = np.minimum(place.astype(np.intp), _STEPS - 1)
        part = place - left
        return np.asarray(table[left] * (1 - part) + table[left + 1] * part)

    def place(self, value: float) -> float:
        """The least z at which it has reached a value: the inverse of :meth:`at`; -6 to 6."""
        if self.kind == "certain":
            return -_REACH if value <= self.estimate else _REACH
        if self.kind == "lognormal":
            return self._inside(math.log(value / self.estimate)) if value > 0 else -_REACH
        if self.kind == "logit-normal":
            return (self._inside(_logit(value) - _logit(self.estimate)) if 0 < value < 1
                    else math.copysign(_REACH, value - 0.5))
        if self.kind == "normal" and math.isinf(self.floor) and math.isinf(self.ceiling):
            return self._inside(value - self.estimate)
        table = _table(self)
        right = int(np.searchsorted(table, value))
        if right == 0 or right > _STEPS:
            return -_REACH if right == 0 else _REACH
        part = (value - table[right - 1]) / (table[right] - table[right - 1])
        return float(-_REACH + (right - 1 + part) * (2 * _REACH / _STEPS))

    def _inside(self, distance: float) -> float:
        return min(max(distance / self.spread, -_REACH), _REACH)

    def interval(self, level: float = 0.8) -> tuple[float, float]:
        """The limits between which it lies with this chance."""
        if self.is_certain:
            return self.estimate, self.estimate
        z = quantile_of_normal(level)
        return float(self.at(-z)), float(self.at(z))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; what is infinite or missing is left out."""
        return {name: value for name, value in asdict(self).items()
                if not (isinstance(value, float) and not math.isfinite(value))}

    def _beta_size(self) -> float:
        """a + b of the beta distribution of this mean and standard deviation."""
        return self.estimate * (1 - self.estimate) / self.spread**2 - 1

    def beta_parameters(self) -> tuple[float, float]:
        """a and b of kinds ``beta`` and ``pert``.  Raises ValueError for other kinds."""
        if self.kind == "beta":
            size = self._beta_size()
            return self.estimate * size, (1 - self.estimate) * size
        if self.kind == "pert":
            mode = (self.estimate - self.low) / (self.high - self.low)
            return 1 + 4 * mode, 5 - 4 * mode
        raise ValueError(f"{self.kind} has no beta parameters")


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


@lru_cache(maxsize=256)
def _table(given: Distribution) -> Array:
    """Values at evenly spaced z, to be read between."""
    z = np.linspace(-_REACH, _REACH, _STEPS + 1)
    if given.kind == "normal":
        # Taken from the side that is cut less, so that a far cut keeps its digits.
        low = (given.floor - given.estimate) / given.spread
        high = (given.ceiling - given.estimate) / given.spread
        bottom, top = normal_cdf(low), normal_cdf(high)
        inside = inverse_normal(np.clip(bottom + normal_cdf(z) * (top - bottom), 1e-300, 1.0))
        return np.clip(given.estimate + given.spread * inside, given.floor, given.ceiling)
    if given.kind == "triangular":
        share, width = normal_cdf(z), given.high - given.low
        bend = (given.estimate - given.low) / width
        return np.asarray(np.where(
            share < bend, given.low + width * np.sqrt(share * bend),
            given.high - width * np.sqrt((1 - share) * (1 - bend))))
    a, b = given.beta_parameters()
    inside = _beta_quantiles(max(a, _FEWEST), max(b, _FEWEST), z)
    return inside if given.kind == "beta" else given.low + (given.high - given.low) * inside


def _beta_quantiles(a: float, b: float, z: Array) -> Array:
    """Quantiles of a beta distribution: its density over ln(x / (1 - x)) is smooth for all a, b."""
    middle, half = math.log(a / b), 12 * math.sqrt(1 / a + 1 / b)
    y = np.linspace(middle - half - 30 / a, middle + half + 30 / b, 20_001)
    # ln of x^a (1 - x)^b with x = 1 / (1 + e^-y).
    against = np.logaddexp(0, -y)
    density = -a * against - b * (against + y)
    density = np.exp(density - density.max())
    steps = (density[1:] + density[:-1]) / 2
    below = np.concatenate(([0.0], np.cumsum(steps)))
    above = np.concatenate((np.cumsum(steps[::-1])[::-1], [0.0]))
    found = np.where(z < 0, np.interp(normal_cdf(z), below / below[-1], y),
                     np.interp(-normal_cdf(-z), -above / above[0], y))
    return np.asarray(1 / (1 + np.exp(-found)))
