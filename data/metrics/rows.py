"""The rows behind a number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.metrics.buckets import bucket_end
from data.warehouse import Warehouse, metric_sql, metric_values

MARK_KEYS = frozenset({
    "channel", "channel_a", "channel_b", "bucket", "grain", "sentiment", "purpose", "intent",
    "weekday", "hour", "department", "segment", "word", "polarity_from", "combination",
    "team", "priority", "waited",
    "until",
})
LIMIT = 1000
# First responses by how long they took: seconds above and up to; the columns of response_times.
WAITED: dict[str, tuple[int | None, int | None]] = {
    "within_15_minutes": (None, 900), "within_1_hour": (900, 3600),
    "within_4_hours": (3600, 14_400), "within_1_day": (14_400, 86_400),
    "within_3_days": (86_400, 259_200), "later": (259_200, None),
    "unanswered": (None, None), "any": (None, None),
}


def posts(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *,
    search: str | None = None, sentiment: str | None = None, limit: int = 200,
) -> pd.DataFrame:
    """Inbound social posts, newest first, at most ``limit``; personal data as the viewer may."""
    return hide_personal(db.metric("posts", filters, viewer, search=search or None,
                                   sentiment=sentiment, limit=limit), viewer)


def rows_behind(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *,
    mark: Mapping[str, object], social: bool = False, by_conversation: bool = False,
    limit: int = LIMIT,
) -> pd.DataFrame:
    """The inbound interactions behind a mark of a chart, newest first, at most ``limit``.

    ``mark`` holds what the mark stands for, for example ``{"channel": "x", "bucket": "2026-10-05",
    "grain": "week"}``; ``until`` may stand in the place of the grain.  ``social``: only social
    channels are counted there.  ``by_conversation``: the chart counts conversations.  Raises
    ValueError for an unknown key or an unreadable value.
    """
    values = mark_values(mark, filters, social=social, by_conversation=by_conversation)
    return of_mark(db, "rows_behind", filters, viewer, limit=limit, **values)


def of_mark(db: Warehouse, name: str, filters: Filters, viewer: Viewer, **values: Any
            ) -> pd.DataFrame:
    """What a metric finds that names ``_rows.sql``, with the values of :func:`mark_values`.

    Conditions that every row meets under these values are left out of its statement.
    """
    without = (*(() if values["by_conversation"] else ("rows_of_conversations",)),
               *(() if values["mark_channels"] else ("rows_of_channels",)))
    return hide_personal(db.query(metric_sql(name, without),
                                  metric_values(filters, viewer, **values), name=name), viewer)


def mark_values(
    mark: Mapping[str, object], filters: Filters, *, social: bool, by_conversation: bool
) -> dict[str, object]:
    """The values that ``rows_behind.sql`` binds for a mark.  Raises ValueError."""
    unknown = set(mark) - MARK_KEYS
    if unknown:
        raise ValueError(f"A mark cannot have {', '.join(sorted(unknown))}.")
    start, end = _span(mark, filters)
    pair = [str(mark[key]) for key in ("channel_a", "channel_b") if mark.get(key) is not None]
    waited = None if mark.get("waited") is None else str(mark["waited"])
    if waited is not None and waited not in WAITED:
        raise ValueError(f"A wait is one of {', '.join(WAITED)}, not {waited}.")
    above, up_to = WAITED.get(waited or "any", (None, None))
    combination = mark.get("combination")
    channels = str(combination).split(" + ") if combination is not None else sorted(set(pair))
    return {
        "social": social,
        "by_conversation": by_conversation,
        "from_at": start,
        "until_at": end,
        "mark_channels": channels,
        "exact_set": combination is not None,
        "of_waits": waited is not None,
        "wait_above": above,
        "wait_up_to": up_to,
        "no_answer": waited == "unanswered",
        "polarity_from": None if mark.get("polarity_from") is None else float(
            str(mark["polarity_from"])),
        **{f"mark_{key}": None if mark.get(key) is None else str(mark[key])
           for key in ("channel", "sentiment", "segment", "purpose", "intent", "department",
                       "word", "team", "priority")},
        **{f"mark_{key}": None if mark.get(key) is None else int(str(mark[key]))
           for key in ("weekday", "hour")},
    }


def _span(mark: Mapping[str, object], filters: Filters) -> tuple[datetime | None, datetime | None]:
    if mark.get("bucket") is None:
        return None, None
    start = datetime.fromisoformat(str(mark["bucket"]).replace(" ", "T"))
    if mark.get("until") is not None:
        return start, datetime.fromisoformat(str(mark["until"]).replace(" ", "T"))
    return start, bucket_end(start, str(mark.get("grain") or filters.trend_grain))  # type: ignore[arg-type]
