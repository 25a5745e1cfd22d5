"""A load laid out by channel: a number per half hour, so that a plan adds arrays, not tables."""

from __future__ import annotations

import numpy as np
import pandas as pd


class LoadGrid:
    """The load of some days as arrays: a row per channel, a column per instant, 0 where none is.

    ``load``: ds, channel and columns of numbers, each channel once at an instant.
    Worked: a channel with 3 contacts at the second of three half hours is 0, 3, 0.
    """

    def __init__(self, load: pd.DataFrame, instants: pd.DatetimeIndex | None = None) -> None:
        self.instants = instants_of(load["ds"]) if instants is None else instants
        self._load = load
        codes, names = pd.factorize(load["channel"])
        self._row = {str(name): at for at, name in enumerate(names)}
        known = self.instants.asi8
        given = pd.DatetimeIndex(load["ds"]).as_unit(self.instants.unit).asi8
        place = np.searchsorted(known, given)
        # What lies outside the instants is left out.
        self._inside = (place < len(known)) & (known[np.minimum(place, len(known) - 1)] == given)
        self._at = (codes[self._inside], place[self._inside])
        self._laid: dict[str, np.ndarray] = {}

    @property
    def channels(self) -> frozenset[str]:
        """The channels that the load knows."""
        return frozenset(self._row)

    def of(self, channel: str, column: str) -> np.ndarray:
        """A channel's numbers, one per instant; 0 where nothing is known of it."""
        if column not in self._laid:
            given = self._load[column].to_numpy(dtype=float)[self._inside]
            laid = np.zeros((len(self._row), len(self.instants)))
            laid[self._at] = np.where(np.isnan(given), 0.0, given)
            self._laid[column] = laid
        row = self._row.get(channel)
        return np.zeros(len(self.instants)) if row is None else self._laid[column][row]


def instants_of(moments: pd.Series) -> pd.DatetimeIndex:
    """Every moment once, in order."""
    found = pd.DatetimeIndex(moments)
    return found.take(np.unique(found.asi8, return_index=True)[1]).rename(None)
