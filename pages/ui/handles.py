"""How far the log undercounts customers on social media: handles that are nobody's yet."""

from __future__ import annotations

import pandas as pd

from analysis.wording import percent, several
from data.filters import Filters


def at_least(handles: pd.DataFrame) -> str:
    """The words "at least " where some handles are nobody's yet: a share is a lower bound then.

    Frame: channel, handles_seen, handles_matched.
    """
    return "at least " if handles["handles_seen"].sum() > handles["handles_matched"].sum() else ""


def matched(handles: pd.DataFrame, filters: Filters) -> str:
    """How far the log undercounts: the share of handles that are matched to a customer."""
    seen, known = int(handles["handles_seen"].sum()), int(handles["handles_matched"].sum())
    if not seen:
        return ""
    grouped = filters.segments or filters.regions or filters.tiers
    of_all = " (all segments, regions and tiers)" if grouped else ""
    return (f"{percent(known / seen)} of {several(seen, 'social handle', 'social handles')} are "
            f"matched to a customer{of_all}; the rest is not counted here")
