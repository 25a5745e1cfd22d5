"""What a warehouse was made of and by: what pages tell of it, and what makes all anew."""

from __future__ import annotations

import hashlib

from data.home import Home
from data.lexicon import lexicon_in_use
from data.scoring import engine_versions
from data.settings import Settings
from data.settings_text import settings_text
from data.sqlfiles import build_hash


def resting_on(home: Home, settings: Settings) -> dict[str, str]:
    """What every row of a warehouse rests on besides the lake."""
    return {"settings_hash": settings_hash(settings), "build_hash": build_hash(),
            "engine_lexicon": lexicon_in_use(home).value.version,
            **{f"engine_{part}": version for part, version in engine_versions(home).items()}}


def told_of(settings: Settings) -> dict[str, str]:
    """What pages say of the company."""
    return {"company": settings.company, "timezone": settings.timezone,
            "currency": settings.currency, "week_start": settings.week_start,
            "sla_clock": settings.sla_clock}


def settings_hash(settings: Settings) -> str:
    """Tells whether the settings have changed since a build."""
    return hashlib.sha256(settings_text(settings).encode()).hexdigest()[:16]
