"""The messages themselves: searched, read in their conversation, and those like them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.metrics.rows import mark_values, of_mark
from data.search import Query, parse
from data.warehouse import Warehouse, metric_sql

SORTS = ("relevance", "newest", "oldest", "negative", "liked", "reach")


def voices_values(
    filters: Filters, *, query: Query, mark: Mapping[str, object] | None = None,
    social: bool = True, by_conversation: bool = False, sentiment: str | None = None,
    intent: str | None = None, sort: str = "relevance", limit: int = 20, skip: int = 0,
) -> dict[str, Any]:
    """The values that ``voices.sql`` binds.  Raises ValueError for an unknown sort or mark."""
    if sort not in SORTS:
        raise ValueError(f"Messages cannot be sorted by {sort!r}; only by {', '.join(SORTS)}.")
    return {**mark_values(mark or {}, filters, social=social, by_conversation=by_conversation),
            **query.params(), "sentiment": sentiment, "intent": intent, "sort": sort,
            "with_text": mark is None, "limit": limit, "skip": skip}


def voices(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, search: str = "",
    **choice: Any,
) -> pd.DataFrame:
    """Inbound messages that match a search, one page of them; ``total`` counts all.

    ``choice`` as :func:`voices_values` takes it.  With a ``mark`` the rows are those of
    ``rows_behind`` with that mark, also such without a text.
    """
    values = voices_values(filters, query=parse(search), **choice)
    return of_mark(db, "voices", filters, viewer, **values)


def similar_posts(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, row_id: int, limit: int = 8
) -> pd.DataFrame:
    """Messages under the filters that share rare words with one, the most alike first.

    ``same_text`` counts the messages with the very same text, which are not listed.
    """
    return hide_personal(
        db.metric("similar_posts", filters, viewer, row_id=row_id, limit=limit), viewer)


def conversation_thread(
    db: Warehouse, viewer: Viewer = EVERYONE, *, row_id: int
) -> pd.DataFrame:
    """The conversation of a message in the order of time, at most 500 messages.

    Empty when the viewer may not see the message.
    """
    name = "conversation_thread"
    return hide_personal(
        db.query(metric_sql(name), {**viewer.params(), "row_id": row_id}, name=name), viewer)
