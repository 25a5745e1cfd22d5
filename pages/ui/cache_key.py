"""The key under which a result is kept: all that it depends on, in full and in words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from data.filters import Filters, Viewer
from data.sqlfiles import parameters
from data.warehouse import metric_sql, metric_values


def key_of(*parts: Any) -> str:
    """Frozen values, as filters and viewer, in words.

    Streamlit would hash each of their parts in turn, which takes as long as a small query.
    """
    return "\n".join(_said(one) for one in parts)


@lru_cache(maxsize=1024)
def _said(value: Any) -> str:
    return repr(value)


def key_of_frame(metric: str, filters: Filters, who: Viewer) -> str:
    """What the frame of a metric depends on.

    A survey or a forecast is asked for whatever the period: what its query does not bind is no
    part of its key, so that another period does not ask again.
    """
    bound = _bound(metric)
    values = metric_values(filters, who)
    if not bound or bound & {"start", "end"} or not bound <= values.keys():
        return key_of(filters, who)
    return f"{key_of(who)}\n{[(name, values[name]) for name in sorted(bound)]!r}"


@lru_cache(maxsize=256)
def _bound(metric: str) -> frozenset[str]:
    """Names of the values that the query of a metric binds; none where it has no file."""
    try:
        return parameters(metric_sql(metric))
    except OSError:
        return frozenset()
