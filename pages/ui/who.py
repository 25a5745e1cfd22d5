"""Who is looking.  The one place where row rules will be added."""

from __future__ import annotations

from dataclasses import replace

from data.filters import EVERYONE, Viewer
from data.home import find_home
from data.settings import SettingsError, personal_data_shown


def viewer() -> Viewer:
    """The viewer of this session; today's default may see all rows.

    Personal data is shown as the settings say; hidden where they cannot be read.
    """
    try:
        return replace(EVERYONE, sees_personal=personal_data_shown(find_home()))
    except (OSError, SettingsError):
        return EVERYONE
