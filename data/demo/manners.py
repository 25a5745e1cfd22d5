"""How each traditional channel is answered, and the small draws that all channels share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo import names
from data.demo import plan as p
from data.demo.clock import SECOND

Array = NDArray[Any]
CITY_WORDS = np.array([names.CITIES[region] for region in p.REGIONS], dtype=object)


@dataclass(frozen=True)
class Manner:
    """How a channel is answered.  Waits and work are lognormal: median in seconds and sigma."""

    wait: float
    wait_sigma: float
    answered: float
    work: float
    work_sigma: float
    acknowledged: float = 0.0
    writes_back: bool = True
    goes_on: float = 0.0
    pause: float = 0.0  # mean seconds until the customer's next message


MANNERS = {
    p.PHONE: Manner(75, 1.0, .935, 330, .65, writes_back=False),
    p.EMAIL: Manner(2.4 * 3600, 1.1, .955, 380, .6, .42, goes_on=.20, pause=9 * 3600),
    p.CHAT: Manner(55, .9, .93, 420, .5, .45, goes_on=.42, pause=110),
    p.SMS: Manner(1300, 1.0, .94, 150, .5, goes_on=.15, pause=600),
    p.STORE: Manner(240, .8, .985, 560, .6, writes_back=False),
}


class Ids:
    """Numbers of rows, never given twice."""

    def __init__(self) -> None:
        self.given = 0

    def take(self, n: int) -> Array:
        """The next n numbers."""
        self.given += n
        return np.arange(self.given - n, self.given)


def lognormal(rng: np.random.Generator, median: Array | float, sigma: float, n: int) -> Array:
    """n values with this median."""
    return np.asarray(median * np.exp(rng.normal(0, sigma, n)))


def seconds(values: Array) -> Array:
    """Seconds as whole microseconds."""
    return (values * SECOND).astype(np.int64)
