"""The key under which a result is kept: all that it depends on, in full and in words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


def key_of(*parts: Any) -> str:
    """Frozen values, as filters and viewer, in words.

    Streamlit would hash each of their parts in turn, which takes as long as a small query.
    """
    return "\n".join(_said(one) for one in parts)


@lru_cache(maxsize=1024)
def _said(value: Any) -> str:
    return repr(value)
