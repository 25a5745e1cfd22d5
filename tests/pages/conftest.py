"""Pages run in process: a way to open one, and homes with odd contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from data.build import build
from data.home import Home
from data.settings import Event, Settings, save_settings
from pages.ui.navigation import ENTRIES
from tests.companies import put, say

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"
# Pages about the period that is chosen, and pages with a scope of their own.
OTHERS = ("audit", "decision", "estimates", "survey", "survey_planner", "identity", "compare",
          "staffing")
WITH_FILTERS = tuple(entry.stem for entry in ENTRIES if entry.stem not in (*OTHERS, "data"))
STEMS = (*WITH_FILTERS, *OTHERS, "data")
HOSTILE = ("<script>alert(1)</script>", "[x](javascript:alert(1))", "$x$ :red[y] `z`", "=1+1",
           "# head\n* list", "<img src=x onerror=alert(1)>")

OpenPage = Callable[..., AppTest]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenPage]:
    """Open a page of the dashboard on a home: ``open_page(home, "sentiment", period="all")``."""
    import streamlit as st

    from pages.ui.keep import forget

    def opened(home: Home, stem: str, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("DECAF_HOME", str(home.path))
        app = AppTest.from_file(str(DASHBOARD), default_timeout=60)
        # AppTest can switch to pages in files only; ours are callables, known by their URL.
        app._page_hash = calc_hash(stem)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    yield opened
    st.cache_data.clear()
    st.cache_resource.clear()
    forget()


@pytest.fixture(scope="session")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A built company whose every name and text tries to be markup or a formula."""
    home = Home(tmp_path_factory.mktemp("hostile"))
    save_settings(home, Settings(
        company=HOSTILE[0], social_channels=("x", HOSTILE[5]),
        events=(Event(HOSTILE[1], date(2026, 3, 3)),)))
    customers = [
        {"customer_id": f"=c{number}", "name": text, "segment": text, "region": text, "tier": text}
        for number, text in enumerate(HOSTILE)
    ]
    posts = [
        say(100 * day + number, channel, f"2026-03-{day:02d} 1{number}:00",
            customer=f"=c{number}", handle=text, author_name=text, text=f"{text} broken {day}",
            department=text, first_reply_at=datetime(2026, 3, day, 1 + 10 + number, 30))
        for day in range(1, 29) for number, text in enumerate(HOSTILE)
        for channel in (("x", HOSTILE[5], HOSTILE[0], "phone")[(day + number) % 4],)
    ]
    put(home, customers=customers, interactions=posts,
        campaigns=[{"campaign_id": "k", "name": HOSTILE[5], "channel": HOSTILE[0],
                    "sent_at": datetime(2026, 3, 5, 9), "audience": 10}])
    build(home)
    return home


@pytest.fixture(scope="session")
def posts_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A built home with public posts only: handles, and no customers."""
    home = Home(tmp_path_factory.mktemp("posts"))
    put(home, interactions=[
        say(number, "x", f"2026-03-{1 + number % 20:02d} 10:00", handle=f"@h{number % 7}",
            text=("I love this" if number % 3 else "My order is late and broken"))
        for number in range(60)
    ])
    build(home)
    return home


def words_of(app: AppTest) -> str:
    """All text that the page would read as markdown."""
    kinds = (app.header, app.markdown, app.caption, app.subheader, app.title)
    return "\n".join(str(one.value) for kind in kinds for one in kind)
