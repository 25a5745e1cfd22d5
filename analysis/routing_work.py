"""The work of an answer, where messages are answered by others than they were."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Where no message has a time at all.
USUAL_SECONDS = 300.0


class MeasuredWork:
    """Work of an answer: the median of what was measured on the channel in the department.

    ``frame``: channel and handle_seconds of n messages; ``by``: number of the department that
    answered each, -1 for nobody of the ``many``.  Where nothing was measured there, that of the
    channel is taken, then that of all, then :data:`USUAL_SECONDS`.
    """

    def __init__(self, frame: pd.DataFrame, by: np.ndarray, many: int) -> None:
        self.channel, channels = pd.factorize(frame["channel"])
        self.many, size = many, len(channels)
        measured = frame["handle_seconds"].to_numpy(dtype=float, na_value=np.nan)
        told = np.flatnonzero(np.isfinite(measured) & (self.channel >= 0))
        work, channel, by = measured[told], self.channel[told], by[told]
        self.every = float(np.median(work)) if len(work) else USUAL_SECONDS
        known = by >= 0
        self.by_channel = _medians(channel, work, size)
        self.both = _medians((channel * many + by)[known], work[known], size * many)

    def of(self, department: np.ndarray) -> np.ndarray:
        """Seconds per message (n), were it answered by the department of this number."""
        found = np.full(len(department), self.every)
        some = np.flatnonzero(self.channel >= 0)
        channel = self.channel[some]
        for given in (self.by_channel[channel],
                      self.both[channel * self.many + department[some]]):
            found[some] = np.where(np.isnan(given), found[some], given)
        return found


def _medians(group: np.ndarray, values: np.ndarray, groups: int) -> np.ndarray:
    """The median of each group of values, NaN where there is none."""
    ordered = values[np.lexsort((values, group))]
    sizes = np.bincount(group, minlength=groups)
    some = sizes > 0
    first = (np.cumsum(sizes) - sizes)[some]
    out = np.full(groups, np.nan)
    out[some] = (ordered[first + (sizes[some] - 1) // 2] + ordered[first + sizes[some] // 2]) / 2
    return out
