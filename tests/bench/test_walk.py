"""Visits of the walk ask for what their links say, and for nothing of the visit before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.server import Server, serving
from bench.walk import Visit, over_http, walk
from data.home import Home

GROUPS = ("segments", "regions", "tiers")
VISITS = [Visit("social_volume", "segments=student"), Visit("social_volume", "regions=west"),
          Visit("social_volume", "tiers=plus"), Visit("social_volume", "")]


@pytest.fixture(scope="module")
def server(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Any:
    with serving(demo_home.path, tmp_path_factory.mktemp("walk")) as running:
        yield running


def _chosen(told: list[dict[str, Any]]) -> set[str]:
    """Groups that the queries of a visit chose."""
    values = [line["values"] for line in told if line["what"] == "query"]
    return {f"{name}={one}" for line in values if isinstance(line, dict)
            for name in GROUPS for one in line.get(name) or ()}


def test_a_visit_keeps_nothing_of_the_one_before(server: Server) -> None:
    walked = walk(server, VISITS)
    assert not any(one["failed"] for one in walked)
    assert [_chosen(one["queries"]) for one in walked] == [
        {one.query} if one.query else set() for one in VISITS]
    assert all(one["queries"] for one in walked)


def test_nor_does_one_through_the_http_interface(server: Server, tmp_path: Path) -> None:
    for one in (Visit("channel_share", visit.query) for visit in VISITS):
        before = len(server.told())
        over_http(server, [one])
        told = server.told()[before:]
        assert any(line["what"] == "query" for line in told)
        assert _chosen(told) == ({one.query} if one.query else set())
