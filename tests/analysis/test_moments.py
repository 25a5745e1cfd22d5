"""Moments as text: as pandas says each of them, one by one."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.moments import iso_instants, iso_walls, when_words


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "UTC"])
def test_many_moments_are_said_as_each_alone(zone: str) -> None:
    """The last days of October: an hour that comes twice differs in its offset alone."""
    ds = pd.Series(pd.date_range("2026-10-23", periods=600, freq="30min", tz=zone))
    shuffled = pd.concat([ds[300:], ds[:400]])
    assert iso_instants(shuffled).tolist() == [at.isoformat() for at in shuffled]
    walls = ds.dt.tz_localize(None)
    assert iso_walls(walls) == [at.isoformat(timespec="minutes") for at in walls]
    assert when_words(iso_walls(walls)) == [
        f"{at:%a} {at.day} {at:%b}, {at:%H:%M}" for at in walls]
    assert len(set(iso_instants(ds))) == 600


def test_no_moments_are_no_text() -> None:
    assert iso_instants(pd.Series([], dtype="datetime64[us, UTC]")).tolist() == []
    assert iso_walls([]) == when_words([]) == []
