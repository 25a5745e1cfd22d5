"""Who answers as a page: its sentence, small bases, hostile names, and months without answers."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.build import build
from data.home import Home
from data.settings import Settings, save_settings
from tests.companies import put, say
from tests.pages.conftest import HOSTILE, OpenPage, words_of


@pytest.fixture(scope="module")
def team_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three people answer 60, 40 and 5 questions; in January nobody answers."""
    home = Home(tmp_path_factory.mktemp("team"))
    save_settings(home, Settings(timezone="UTC", care_departments=("care",)))
    rows, number = [say(9_000, "x", "2026-01-10 10:00", handle="@early", text="A question?")], 0
    for agent, department, many, minutes in (
            ("a1", "care", 60, 10), ("a2", HOSTILE[0], 40, 30), ("a3", "care", 5, 5)):
        for at in range(many):
            asked = datetime(2026, 3, 1) + timedelta(hours=6 * at)
            number += 2
            rows.append(say(number, "x", f"{asked:%Y-%m-%d %H:%M}", customer=f"c{number}",
                            conversation_id=f"k{number}", text="A question about my bill, please"))
            answered = asked + timedelta(minutes=minutes)
            rows.append({**say(number + 1, "x", f"{answered:%Y-%m-%d %H:%M}", agent_id=agent,
                               conversation_id=f"k{number}", department=department),
                         "direction": "outbound"})
    put(home, interactions=rows,
        customers=[{"customer_id": f"c{at}"} for at in range(0, number + 1, 2)],
        agents=[{"agent_id": "a2", "name": HOSTILE[1], "department": HOSTILE[0]}])
    build(home)
    return home


def test_the_sentence_says_who_how_fast_and_from_where(
    open_page: OpenPage, team_home: Home
) -> None:
    app = open_page(team_home, "participation")
    assert not app.exception
    head = app.header[0].value.replace("\\", "").replace("\u00a0", " ")
    assert head.startswith("3 people in 2 departments answered 105 conversations, half within 10 m")
    assert "38 % (29–48 %) of replies came from outside the care team" in head
    assert "Fewer than 20 are too few to show" in words_of(app)


def test_people_below_the_base_are_counted_and_not_judged(
    open_page: OpenPage, team_home: Home
) -> None:
    app = open_page(team_home, "participation", who_by="People")
    assert not app.exception
    rows = app.dataframe[0].value.set_index("who")
    assert rows["conversations"].tolist() == [60, 40, 5]
    assert rows["median_minutes"].tolist()[:2] == [10, 30]
    assert rows.iloc[2][["median_minutes", "p90_minutes", "first_contact_pct"]].isna().all()
    assert "1 of 3 too few to show" in words_of(app)
    assert "How many people answer over time?" in words_of(app)
    lines = {trace["name"]: max(trace["y"]) for trace in
             json.loads(app.get("plotly_chart")[0].proto.spec)["data"] if trace.get("name")}
    assert lines["care"] == 2, "two people of one department"


def test_hostile_departments_are_shown_as_written(open_page: OpenPage, team_home: Home) -> None:
    app = open_page(team_home, "participation")
    for chart in app.get("plotly_chart"):
        assert "<script>" not in json.dumps(json.loads(chart.proto.spec)["layout"])


def test_a_month_without_answers_says_so(open_page: OpenPage, team_home: Home) -> None:
    app = open_page(team_home, "participation", period="Choose dates",
                    dates=["2026-01-11", "2026-01-20"])
    assert not app.exception
    assert app.header[0].value.startswith("Nobody has answered anything under these filters")


def test_where_nobody_is_named_it_says_so(open_page: OpenPage, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    put(home, interactions=[
        row for at in range(30) for row in (
            say(2 * at, "x", f"2026-03-{at + 1:02d} 10:00", handle=f"@h{at}", text="A question?",
                conversation_id=f"k{at}"),
            {**say(2 * at + 1, "x", f"2026-03-{at + 1:02d} 10:30", conversation_id=f"k{at}"),
             "direction": "outbound"})])
    build(home)
    app = open_page(home, "participation")
    assert not app.exception
    assert app.header[0].value.startswith("People whom the source does not name answered 30 conv")
    words = words_of(app)
    for why in ("No reply names its department", "Nothing can be judged yet",
                "no reply names the person"):
        assert why in words
    assert len(app.get("plotly_chart")) == 3
