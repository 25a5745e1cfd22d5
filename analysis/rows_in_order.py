"""Many short rows sorted at once."""

from __future__ import annotations

import numpy as np

# Batcher's odd-even merge sort of eight.
_NETWORK = ((0, 1), (2, 3), (4, 5), (6, 7), (0, 2), (1, 3), (4, 6), (5, 7), (1, 2), (5, 6),
            (0, 4), (1, 5), (2, 6), (3, 7), (2, 4), (3, 5), (1, 2), (3, 4), (5, 6))


def ordered(values: np.ndarray) -> np.ndarray:
    """Sorted along the first axis; eight rows by a network of 19 comparisons (Batcher 1968).

    The network compares whole rows, which is several times as fast as many sorts of eight numbers.
    """
    if len(values) != 8:
        return np.sort(values, axis=0)
    rows = list(values)
    for one, two in _NETWORK:
        rows[one], rows[two] = np.minimum(rows[one], rows[two]), np.maximum(rows[one], rows[two])
    return np.stack(rows)
