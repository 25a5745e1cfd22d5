"""Who is looking.  The one place where row rules will be added."""

from __future__ import annotations

from data.filters import EVERYONE, Viewer


def viewer() -> Viewer:
    """The viewer of this session; today's default may see all rows."""
    return EVERYONE
