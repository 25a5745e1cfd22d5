"""A mapping says whether a channel that it brings is social."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.build import build
from data.home import Home
from data.ingest import LoadError, load_file
from data.warehouse import Warehouse

MAPPING = {"source": "bot", "table": "interactions",
           "columns": {"interaction_id": "id", "published_at": "at", "channel": "where"},
           "constants": {"direction": "inbound"}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bot.csv"
    path.write_text("id,at,where\n1,2026-03-02 10:00:00,Telegram\n2,2026-03-02 11:00:00,Fax\n",
                    encoding="utf-8")
    return path


def social(home: Home) -> dict[str, bool]:
    build(home)
    rows = Warehouse(home).cursor().execute("select channel, is_social from channels").fetchall()
    return dict(rows)


def test_an_unknown_channel_is_traditional(home: Home, file: Path) -> None:
    load_file(home, file, mapping=MAPPING)
    assert social(home) == {"telegram": False, "fax": False}


def test_the_mapping_may_say_that_a_channel_is_social(home: Home, file: Path) -> None:
    load_file(home, file, mapping={**MAPPING, "social_channels": ["Telegram"]})
    assert social(home) == {"telegram": True, "fax": False}


def test_a_wrong_list_is_named(home: Home, file: Path) -> None:
    with pytest.raises(LoadError, match="social_channels must be a list"):
        load_file(home, file, mapping={**MAPPING, "social_channels": "telegram"})
