"""What routing rules would have done with the messages of a period."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.routing import Rules, rule_values
from data.warehouse import Warehouse

# More are not replayed at once: the newest are.
MOST_ITEMS = 100_000


def routing_matches(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, rules: Rules
) -> pd.DataFrame:
    """Messages by the set of rules that claim them: rules ("2 5", empty for none), first_rule,
    channel, purpose, intent (of what none claims), messages, newest (row_ids of at most 40).
    """
    return db.metric("routing_matches", filters, viewer, **rule_values(rules))


def routing_examples(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, rules: Rules, rule: int,
    limit: int = 5,
) -> pd.DataFrame:
    """The newest messages that the rule of that number gets; 0 stands for no rule."""
    return hide_personal(db.metric("routing_examples", filters, viewer, **rule_values(rules),
                                   rule=rule, limit=limit), viewer)


def routing_read(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, rows: tuple[int, ...],
    limit: int = 5,
) -> pd.DataFrame:
    """Those of the numbered messages that have a text, as routing_examples gives them.

    For who knows the newest from routing_matches: it asks no rule of any message.
    """
    return hide_personal(db.metric("routing_read", filters, viewer, rows=list(rows), limit=limit),
                         viewer)


def routing_items(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, rules: Rules,
    limit: int = MOST_ITEMS,
) -> pd.DataFrame:
    """Message by message what the replay needs, oldest first; moments are seconds of the epoch.

    Columns: row_id, conversation, channel, purpose, rule (0 for none), incendiary, arrived,
    reviewed, reviewed_by, handle_seconds, target_seconds, watched_until.
    """
    return db.metric("routing_items", filters, viewer, **rule_values(rules), limit=limit)
