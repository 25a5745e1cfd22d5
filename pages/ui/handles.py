"""How far the log undercounts customers on social media: handles that are nobody's yet."""

from __future__ import annotations

import pandas as pd

from analysis.wording import percent, several


def at_least(handles: pd.DataFrame) -> str:
    """The words "at least " where some handles are nobody's yet: a share is a lower bound then.

    Frame: channel, handles_seen, handles_matched.
    """
    return "at least " if handles["handles_seen"].sum() > handles["handles_matched"].sum() else ""


def matched(handles: pd.DataFrame) -> str:
    """How far the log undercounts: the share of handles that are matched to a customer."""
    seen, known = int(handles["handles_seen"].sum()), int(handles["handles_matched"].sum())
    if not seen:
        return ""
    return (f"{percent(known / seen)} of {several(seen, 'social handle', 'social handles')} are "
            "matched to a customer; the rest is not counted here")
