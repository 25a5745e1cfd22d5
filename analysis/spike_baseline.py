"""What is usual for an hour or a day of a series, from the weeks before it, and how sure that is.

Nothing here looks ahead: what is usual at a moment is told by what lies a week or more before it,
or by the days before where there are fewer than four such weeks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.records import floats
from analysis.rows_in_order import ordered
from analysis.tails import limits

# Weeks that a weekday and hour is compared with, and how few of them will do.
WEEKS, FEWEST = 8, 4
# With fewer weeks, so many days before are looked at.
DAYS = 28
# How the usual was told: not at all, by any day, by weekdays or weekends, by the weekday.
BASES = ("none", "any day", "kind of day", "weekday")
# Values further than so many spreads from the median are left out: an incident of the weeks before
# must not become the usual.
_SPREADS = 3.0
# The least spread that this rule allows for beyond that of counts, a variation of about a quarter;
# and what is taken where days alone tell the spread.
_ALLOWED = 0.05
# What is left out makes the rest look calmer than the series is.
_TRIMMED = 1.2
# No usual is known better than to about a tenth.
_LEAST = 0.01
# The day on which the clock leaves out an hour is whole too.
_WHOLE_DAY = 0.95
# So many numbers are worked on at once: more would not stay in the processor's cache.
_CELLS = 32_768


@dataclass(frozen=True)
class Grid:
    """Counts on whole days: ``y`` and ``seen`` are days x slots (24 hours, or 1 for the day).

    ``seen``: how much of each slot is known, 0 for nothing; an hour that the clock repeats has 2,
    one that it leaves out 0.  ``usual``: false on days that are like no other, such as holidays;
    nothing is compared with those.
    """

    first: pd.Timestamp
    y: np.ndarray
    seen: np.ndarray
    usual: np.ndarray

    @property
    def slots(self) -> int:
        """24, or 1."""
        return int(self.y.shape[1])

    def by_day(self) -> Grid:
        """The same counts with one slot a day; days that are known in part only are left out."""
        seen = self.seen.sum(axis=1, keepdims=True) / self.slots
        seen[seen < _WHOLE_DAY] = 0.0
        y = np.where(seen > 0, self.y.sum(axis=1, keepdims=True), 0.0)
        return Grid(self.first, y, seen, self.usual)

    def moments(self) -> pd.DatetimeIndex:
        """The start of every slot, in order."""
        return pd.date_range(self.first, periods=self.y.size, freq=f"{24 // self.slots}h")


@dataclass(frozen=True)
class Usual:
    """What is usual, slot by slot (days x slots): a negative binomial with ``mean`` and ``size``.

    ``size``: the variance is mean + mean² ÷ size.  ``spread``: the part of 1 ÷ size that is the
    series' own variation.  ``basis``: index into ``BASES``; where it is 0 the rest is NaN.
    """

    mean: np.ndarray
    size: np.ndarray
    spread: np.ndarray
    basis: np.ndarray

    def band(self, *, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Between which the count lies with that chance; NaN where nothing is known."""
        return limits(mean=self.mean, size=self.size, level=level)


def grids_of(frame: pd.DataFrame) -> dict[str, Grid]:
    """A grid per series of a frame ``ds`` (start of a local hour), ``y``, maybe ``series``.

    An hour that one series has and another lacks counts 0 there; one that none has was not seen.
    ``hours``: how much of the hour was seen, else 1; ``usual``: false on days that are like no
    other.  Raises ValueError for an hour that occurs twice or is not whole, and for counts that
    are not whole or below 0.
    """
    if frame.empty:
        return {}
    at = pd.to_datetime(frame["ds"])
    names = frame["series"].astype("str") if "series" in frame else pd.Series("", frame.index)
    moments = at.to_numpy().astype("datetime64[us]")
    hour = moments.astype("datetime64[h]")
    codes, series = pd.factorize(names)
    begun = hour.min().astype("datetime64[D]")
    days = int((hour.max().astype("datetime64[D]") - begun).astype(int)) + 1
    place = (hour - begun.astype("datetime64[h]")).astype(int)
    if (moments != hour).any() or (
            np.bincount(codes * 24 * days + place, minlength=1) > 1).any():
        raise ValueError("every moment must be a whole hour and occur once")
    counts = floats(frame["y"], missing=0.0)
    if (counts < 0).any() or (counts % 1 != 0).any():
        raise ValueError("counts must be whole and 0 or more")
    first = at.min().normalize()
    seen, odd = np.zeros(24 * days), np.zeros(24 * days, dtype=bool)
    hours = frame["hours"].to_numpy(dtype=float) if "hours" in frame else np.ones(len(frame))
    np.maximum.at(seen, place, hours)
    if "usual" in frame:
        odd[place[~frame["usual"].to_numpy(dtype=bool)]] = True
    usual = np.asarray(~odd.reshape(days, 24).any(axis=1))
    y = np.zeros((len(series), 24 * days))
    y[codes, place] = counts
    y[:, seen == 0] = 0.0
    by_day = seen.reshape(days, 24)
    return {name: Grid(first, y[code].reshape(days, 24), by_day, usual)
            for code, name in enumerate(series)}


def usual_of(grid: Grid, *, since: int = 0) -> Usual:
    """What is usual in every slot from the day of that number on, told by what lies before it.

    The references are the same weekday and hour in the eight weeks before (at least four of them);
    those further than three spreads from their median are left out.  The k that are kept, with
    sum S over E slots seen, predict a count that is negative binomial with mean (S + 1/2) ÷ E and
    1 ÷ size = spread x (1 + 1/k) + 1 ÷ (S + 1/2): how much the series varies beyond chance, and how
    little its references have told.  The spread is that of the method of moments over all slots of
    seven days, sum(variance - mean) ÷ sum(mean²), times 1.2 for what was left out, and at least
    0.01.  With fewer than four weeks the days before serve, of the same kind (Monday to Friday, or
    weekend) or else any; the spread is then at least 0.05.

    Source: the prediction from a gamma posterior with Jeffreys' prior (the algorithm "bayes" of
    Höhle 2007, Computational Statistics 22, 571-582), with overdispersion as in Noufaily et al.
    2013, Statistics in Medicine 32(7).  Assumes weeks that are alike but for chance and the spread.
    Worked: eight weeks of 20: S = 160, so the mean is 160.5 ÷ 8 = 20.06; without any variation the
    spread is 0.01, so 1 ÷ size = 0.01 x 9/8 + 1 ÷ 160.5 = 0.01748 and the size 57.2.
    """
    return usual_of_all([grid], since=since)[0]


def usual_of_all(grids: Sequence[Grid], *, since: int = 0) -> list[Usual]:
    """As :func:`usual_of`, for grids of :func:`grids_of` that saw the same days and hours."""
    out: list[Usual] = []
    # Small series are told together, large ones by themselves: what is worked on stays near.
    each = max(1, _CELLS // (WEEKS * grids[0].y.size)) if grids else 1
    for at in range(0, len(grids), each):
        out += _usual_of(grids[at:at + each], since)
    return out


def _usual_of(grids: Sequence[Grid], since: int) -> list[Usual]:
    """The usual of some grids; arrays are days x grids x slots."""
    grid, seen = grids[0], grids[0].seen[:, None, :]
    known = (seen > 0) & grid.usual[:, None, None]
    y = np.stack([one.y for one in grids], axis=1)
    rate = np.divide(y, seen, out=np.zeros(y.shape), where=known)
    weeks = range(7, 7 * WEEKS + 1, 7)
    found = _predict(*(_lagged(part, weeks) for part in (rate, seen, known)), window=7,
                     basis=BASES.index("weekday"))
    # Weeks are wanting at the beginning and after a gap only, so this is asked for few days.
    short = since + np.flatnonzero((found[3][since:] == 0).any(axis=(1, 2)))
    if short.size:
        weekend = (grid.first.day_of_week + np.arange(len(rate))) % 7 >= 5
        before = short[None, :] - np.arange(1, DAYS + 1)[:, None]
        back = np.maximum(before, 0)
        for name in ("kind of day", "any day"):
            inside = before >= 0
            if name == "kind of day":
                inside &= weekend[back] == weekend[short]
            told = _predict(rate[back], seen[back], known[back] & inside[..., None, None],
                            window=1, basis=BASES.index(name))
            open_ = found[3][short] == 0
            for column, new in zip(found, told, strict=True):
                column[short] = np.where(open_, new, column[short])
    mean, size, spread, basis = found
    mean = np.where(seen > 0, mean * seen, np.nan)
    basis = np.where(np.isnan(mean), 0, basis)
    return [Usual(mean[:, at], size[:, at], spread[:, at], basis[:, at])
            for at in range(len(grids))]


def references(grid: Grid, *, start: pd.Timestamp, end: pd.Timestamp) -> list[int]:
    """How many days before a stretch of hours each of the stretches lies that it is compared with.

    Eight weeks back as in :func:`usual_of`, those seen whole, without an odd day and not far from
    their median; with fewer than four such weeks the days before, of the same kind or else any.
    Empty where the history is too short.
    """
    at, until = (int((moment - grid.first) / pd.Timedelta(hours=1)) for moment in (start, end))
    counts, seen = grid.y.ravel(), grid.seen.ravel()
    usual = np.repeat(grid.usual, grid.slots)
    weekend = (grid.first.day_of_week + np.arange(len(grid.y))) % 7 >= 5
    # Days before that a stretch of several days would itself lie in are no reference.
    days = range(-(-(until - at) // 24), DAYS + 1)
    same = [back for back in days if at // 24 >= back
            and weekend[at // 24] == weekend[at // 24 - back]]
    for lags in (range(7, 7 * WEEKS + 1, 7), same, days):
        known = [back for back in lags if 0 < back <= at // 24 and until - at <= 24 * back
                 and usual[at - 24 * back:until - 24 * back].all()
                 and (seen[at - 24 * back:until - 24 * back] > 0).sum() >= until - at - 1]
        if len(known) >= FEWEST:
            totals = np.array([counts[at - 24 * back:until - 24 * back].sum() for back in known])
            middle = float(np.median(totals))
            near = np.abs(totals - middle) <= _SPREADS * np.sqrt(middle + 1 + _ALLOWED * middle**2)
            if 4 * near.sum() < 3 * len(near):
                near[:] = True
            return [back for back, kept in zip(known, near, strict=True) if kept]
    return []


def _lagged(values: np.ndarray, lags: range) -> np.ndarray:
    """The values of so many days before: lags x days and the rest, 0 before the first."""
    out = np.zeros((len(lags), *values.shape), dtype=values.dtype)
    for place, lag in enumerate(lags):
        out[place, lag:] = values[:-lag]
    return out


def _predict(values: np.ndarray, seen: np.ndarray, known: np.ndarray, *, window: int, basis: int
             ) -> list[np.ndarray]:
    """Mean of a whole slot, size, spread and basis from rates along the first axis.

    Rates are lags x days x grids x slots, those not ``known`` 0; ``seen`` and ``known`` are those
    of all grids.  The spread is told by the references of so many days together.
    """
    n = known.sum(axis=0)
    # Sums where nothing is left out need no mask, which would make them slow.
    seen = np.where(known, seen, 0.0)
    middle = _middle(values, known, n)
    far = np.abs(values - middle)
    spread = np.full((*values.shape[1:3], 1), _ALLOWED)
    before: np.ndarray | None = None
    for _ in range(2):  # the second time with the spread that the first has found
        reach = _SPREADS * np.sqrt(middle + 1 + np.maximum(spread, _ALLOWED) * middle**2)
        kept = known & (far <= reach)
        count = kept.view(np.int8).sum(axis=0, dtype=np.int8)
        # Where more than a quarter lies far off, that is no incident but how the series is.
        few = 4 * count < 3 * n
        kept |= known & few
        if before is None:
            length, total, squares = _summed(values, seen, kept)
        else:
            # The spread of most slots is small enough to have kept the same.
            other = (kept != before).any(axis=0)
            if other.any():
                length[other], total[other], squares[other] = _summed(
                    values[:, other], np.broadcast_to(seen, values.shape)[:, other],
                    kept[:, other])
        before = kept
        k = np.where(n >= FEWEST, np.where(few, n, count), np.nan)
        whole = np.where(k > 0, length, np.nan)
        centre = total / whole
        variance = np.maximum(squares - k * centre**2, 0) / np.maximum(k - 1, 1)
        beyond = np.nansum(variance - centre, axis=2)
        level = np.nansum(centre**2 - variance / k, axis=2)
        if window > 1:
            beyond, level = (_of_last(column, window) for column in (beyond, level))
        spread = np.divide(beyond, level, out=np.full(beyond.shape, _ALLOWED), where=level > 0)
        spread = np.maximum(_TRIMMED * spread, _LEAST if window > 1 else _ALLOWED)[..., None]
    mean = (total + 0.5) / whole
    size = 1 / (spread * (1 + 1 / k) + 1 / (total + 0.5))
    unknown = np.isnan(mean)
    return [mean, size, np.where(unknown, np.nan, spread), np.where(unknown, 0, basis)]


def _summed(values: np.ndarray, seen: np.ndarray, kept: np.ndarray) -> tuple[np.ndarray, ...]:
    """How much was seen of what is kept, the counts in it, and the squares of the rates."""
    rates = values * kept
    return ((kept * seen).sum(axis=0), (rates * seen).sum(axis=0), (rates * rates).sum(axis=0))


def _middle(values: np.ndarray, known: np.ndarray, n: np.ndarray) -> np.ndarray:
    """The median of the known along the first axis; 0 where fewer are known than will do."""
    rows = ordered(np.where(known, values, np.inf))  # what is not known comes last
    lags = len(values)
    middle = (rows[(lags - 1) // 2] + rows[lags // 2]) / 2
    cells = np.broadcast_to(n, middle.shape)
    middle[cells < FEWEST] = 0.0
    for some in range(FEWEST, lags):
        where = np.nonzero(cells == some)
        if where[0].size:
            middle[where] = (rows[(some - 1) // 2][where] + rows[some // 2][where]) / 2
    return np.asarray(middle)


def _of_last(values: np.ndarray, window: int) -> np.ndarray:
    """Sums over the last so many days (first axis), each included."""
    total = np.concatenate((np.zeros((window, values.shape[1])), np.cumsum(values, axis=0)))
    return np.asarray(total[window:] - total[:-window])
