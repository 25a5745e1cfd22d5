"""Rows in the making: columns of numpy arrays, turned into contract columns when they leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.demo.clock import NEVER
from data.demo.plan import CHANNELS

Array = NDArray[Any]
Rows = dict[str, Array]

# Column -> (type, value where nothing is said).  Codes of -1 become empty cells.
_COLUMNS: dict[str, tuple[str, Any]] = {
    "id": ("i8", NEVER), "conversation": ("i8", NEVER), "reply_to": ("i8", NEVER),
    "channel": ("i1", 0), "outbound": ("?", False), "customer": ("i8", -1), "handle": ("i8", -1),
    "text": ("O", None), "published": ("i8", NEVER), "ingested": ("i8", NEVER),
    "assigned": ("i8", NEVER), "first_reply": ("i8", NEVER), "resolved": ("i8", NEVER),
    "handle_seconds": ("f8", np.nan), "agent": ("i8", -1), "department": ("i8", -1),
    "automated": ("?", False), "campaign": ("i8", -1), "likes": ("i8", -1), "shares": ("i8", -1),
    "brand": ("i8", 0),
    # what only the truth knows
    "intent": ("i1", -1), "sentiment": ("i1", -1), "theme": ("i1", 0),
}


def rows(n: int, **given: Any) -> Rows:
    """n rows; columns that are not given are empty."""
    made: Rows = {}
    for name, (kind, empty) in _COLUMNS.items():
        value = given.pop(name, empty)
        made[name] = (value.astype(kind, copy=False) if isinstance(value, np.ndarray)
                      else np.full(n, value, dtype=kind))
        if len(made[name]) != n:
            raise ValueError(f"{name} has {len(made[name])} values, not {n}")
    if given:
        raise ValueError(f"no such columns: {sorted(given)}")
    return made


def stack(parts: Sequence[Rows]) -> Rows:
    """All rows of the parts, one after the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in _COLUMNS}


def pick(some: Rows, where: Array) -> Rows:
    """The rows of a mask or of positions."""
    return {name: values[where] for name, values in some.items()}


def length(some: Rows) -> int:
    """How many rows."""
    return len(some["published"])


def numbered(prefix: str, numbers: Array, digits: int) -> pa.Array:
    """Ids such as D000000012; an empty cell below 0."""
    numbers = np.asarray(numbers, np.int64)
    plain = pa.array(numbers, mask=numbers < 0).cast(pa.string())
    return pc.binary_join_element_wise(prefix, pc.utf8_lpad(plain, digits, "0"), "")


def coded(codes: Array, words: pa.Array) -> pa.Array:
    """The word of each code; an empty cell below 0."""
    codes = np.asarray(codes, np.int64)
    return words.take(pa.array(codes, mask=codes < 0))


def moments(values: Array) -> pa.Array:
    """Timestamps of microseconds; an empty cell below 0."""
    values = np.asarray(values, np.int64)
    return pa.array(values, mask=values < 0).cast(pa.timestamp("us"))


def texts(words: Sequence[str | None] | Array) -> pa.Array:
    """An Arrow array of text."""
    return pa.array(words, type=pa.string())


def channels(codes: Array) -> pa.Array:
    """Names of channels."""
    return coded(codes, texts(CHANNELS))
