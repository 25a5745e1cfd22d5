"""When to send a campaign so that the contacts it brings stay within what the staff can answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.campaigns import STEP
from analysis.surge import Delay, arrivals, open_half_hours

Array = NDArray[np.float64]
_DAYS_AFTER = 7


@dataclass(frozen=True)
class SendPlan:
    """How many to send when, and the load that comes of it.

    ``sends``: send_at, sent (whole numbers above 0).  ``load``: ds, channel, baseline, added,
    capacity, over_before (the baseline alone is above the capacity).  ``unplaced``: how many do
    not fit; ``problem`` says why, and is None when all have a place.  ``each``: contacts that one
    message of every row of ``sends`` adds, one row per row of ``load``.
    """

    sends: pd.DataFrame
    load: pd.DataFrame
    unplaced: int
    problem: str | None
    each: Array


def send_schedule(
    *, sent: int, times: pd.DatetimeIndex, per_1000: float, delay: Delay, mix: pd.DataFrame,
    baseline: pd.DataFrame, capacity: pd.DataFrame,
) -> SendPlan:
    """Split ``sent`` over the ``times`` so that baseline + surge stays within the capacity.

    ``times``: half hours at which some may be sent, local.  ``per_1000``: contacts per 1,000 sent;
    take the upper bound of the rate to be on the safe side.  ``mix``: channel, share;
    ``baseline``: ds, channel, mean (half hours); ``capacity``: ds, channel, contacts that the
    staff there is can answer in that half hour; a half hour without a row has none to spare for
    no channel, so channels that nobody answers by the half hour are left out of it altogether.

    Linear programme (HiGHS through scipy): as many as fit, as early as possible.  In a half hour
    that is above its capacity already, nothing that is sent can help; there the plan adds as
    little as it can, and says so.  Raises ValueError for no times, or a baseline that does not
    reach them.
    Worked: with room for 10 more contacts in every half hour, an immediate surge of 20 per 1,000
    and times an hour apart, 500 can be sent at each.
    """
    from scipy.optimize import linprog

    if sent < 1 or len(times) < 1:
        raise ValueError("A plan needs something to send and at least one time to send it at.")
    if per_1000 < 0:
        raise ValueError("Contacts per 1,000 sent must not be negative.")
    load = _load(times, mix, baseline, capacity)
    part = _parts(times, delay, mix, baseline, load) * per_1000 / 1000
    room = (load["capacity"] - load["baseline"]).to_numpy()
    held = (room > 0) & np.isfinite(room) & (part > 0).any(axis=1)
    over = (room <= 0) & np.isfinite(load["capacity"].to_numpy())
    # Every mail counts for more than all that an early one gains.
    early = 1 - 0.01 * np.arange(len(times)) / max(len(times), 1)
    burden = part[over].sum(axis=0)
    gain = early - 0.5 * burden / max(float(burden.max(initial=0.0)), 1e-9)
    found = linprog(-gain, A_ub=np.vstack([part[held], np.ones(len(times))]),
                    b_ub=np.append(room[held], float(sent)), bounds=(0, None), method="highs")
    number = _whole(np.asarray(found.x), sent, part[held], room[held])
    added = part @ number
    placed = int(number.sum())
    full = load.assign(added=added, over_before=over)[
        ["ds", "channel", "baseline", "added", "capacity", "over_before"]]
    sends = pd.DataFrame({"send_at": times, "sent": number.astype(int)})
    used = (number > 0).nonzero()[0]
    return SendPlan(sends.iloc[used].reset_index(drop=True), full, sent - placed,
                    _problem(sent, placed, full), part[:, used])


def _load(times: pd.DatetimeIndex, mix: pd.DataFrame, baseline: pd.DataFrame,
          capacity: pd.DataFrame) -> pd.DataFrame:
    """Half hours from the first sending to a week after the last, per channel of the mix."""
    channels = mix.loc[mix["share"] > 0, "channel"]
    end = times.max() + pd.Timedelta(days=_DAYS_AFTER)
    near = baseline[baseline["ds"].between(times.min().floor(STEP), end)
                    & baseline["channel"].isin(channels)]
    out = near[["ds", "channel", "mean"]].rename(columns={"mean": "baseline"})
    out = out.merge(capacity[["ds", "channel", "contacts"]], on=["ds", "channel"], how="left")
    known = out["channel"].isin(capacity["channel"].unique())
    out["capacity"] = out.pop("contacts").fillna(0.0).where(known, np.inf)
    # Where a channel is closed nothing comes and nobody is needed.
    out["capacity"] = out["capacity"].where((out["baseline"] > 0) | (out["capacity"] > 0), np.inf)
    return out.sort_values(["channel", "ds"]).reset_index(drop=True)


def _parts(times: pd.DatetimeIndex, delay: Delay, mix: pd.DataFrame, baseline: pd.DataFrame,
           load: pd.DataFrame) -> Array:
    """Share of a sending's contacts that falls into each row of the load; one column per time."""
    out = np.zeros((len(load), len(times)))
    row = pd.Series(np.arange(len(load)), index=pd.MultiIndex.from_frame(load[["channel", "ds"]]))
    for channel, share in zip(mix["channel"], mix["share"], strict=True):
        if share <= 0:
            continue
        # All times on one grid: nothing comes before a sending, nor counts a week after it.
        first = times.min()
        open_half_hours(baseline, str(channel), times.max(), _DAYS_AFTER)  # must reach the last
        ds, open_ = open_half_hours(baseline, str(channel), first,
                                    _DAYS_AFTER + (times.max() - first).days + 1)
        after = np.asarray((times - ds[0]) / pd.Timedelta(hours=1), dtype=float)
        same = np.ones(len(times))
        part = arrivals(np.tile(open_, (len(times), 1)), after, shape=same * delay.shape,
                        mean_hours=same * delay.mean_hours,
                        release_hours=same * delay.release_hours)
        hour = np.arange(len(ds)) / 2
        part[hour[None, :] >= np.floor(2 * after)[:, None] / 2 + 24 * _DAYS_AFTER] = 0.0
        at = row.reindex(pd.MultiIndex.from_product([[channel], ds])).to_numpy()
        seen = ~np.isnan(at)
        out[at[seen].astype(int)] += share * part[:, seen].T
    return out


def _whole(number: Array, sent: int, part: Array, room: Array) -> Array:
    """Whole numbers below the plan's; what rounding left goes where there is room for it."""
    # The solver may be a hair below a whole number.
    out = np.floor(number + 1e-6)
    rest = min(sent, int(np.floor(number.sum() + 1e-6))) - int(out.sum())
    for at in np.argsort(out - number, kind="stable"):
        if rest <= 0:
            break
        more = out.copy()
        more[at] += 1
        # Less than a hundredth of a contact above is no overload.
        if (part @ more <= room + 0.01).all():
            out, rest = more, rest - 1
    return np.asarray(out)


def _problem(sent: int, placed: int, load: pd.DataFrame) -> str | None:
    over = int((load["over_before"] & (load["baseline"] > 0)).sum())
    before = ""
    if over:
        before = (f" In {over:,} half hours the contacts expected without it are above the "
                  "capacity already.")
    if placed < sent:
        return (f"Only {placed:,} of {sent:,} can be sent at these times without passing the "
                f"capacity: {sent - placed:,} need more times, more staff, or a later week."
                + before)
    return before.strip() or None
