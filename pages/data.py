"""What is loaded, how fresh is it, and what was left out?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from analysis.wording import percent, several
from data.filters import Filters
from data.status import Status
from pages.ui import work
from pages.ui.data_loaded import loaded
from pages.ui.data_rejected import rejected
from pages.ui.data_settings import settings_form
from pages.ui.data_upload import upload
from pages.ui.load import load_status
from pages.ui.states import build_demo_button
from pages.ui.text import age_of_seconds, plain

_TABS = ("What is loaded", "Add data", "Rejected rows", "Settings")


def render(filters: Filters | None) -> None:
    """Draw the page; it also stands where nothing has been built yet."""
    status = load_status()
    st.header(plain(answer(status)), anchor=False)
    st.caption(plain(freshness(status) + (f" · The other pages show: {filters.sentence()}"
                                          if filters else "")))
    work.progress()
    if not status.sources and not work.running():
        st.markdown("Start with your own exports under **Add data**, or with a company that never "
                    "existed:")
        build_demo_button()
    panels = st.tabs(_TABS, key="data_tab", on_change="rerun", bind="query-params")
    draws: tuple[Callable[[], None], ...] = (
        lambda: loaded(status), upload, lambda: rejected(status), settings_form)
    for panel, draw in zip(panels, draws, strict=True):
        if panel.open:
            with panel:
                draw()


def answer(status: Status) -> str:
    """The page's sentence: how much is loaded, how much was rejected, how far it goes."""
    if not status.sources:
        return "Nothing is loaded yet."
    turned_away = sum(one.rows_rejected for one in status.sources)
    came_in = sum(one.rows_in for one in status.sources)
    words = (f"{several(status.rows_kept, 'row', 'rows')} from "
             f"{several(len(status.sources), 'source', 'sources')}; ")
    words += (f"{several(turned_away, 'row was', 'rows were')} rejected "
              f"({percent(turned_away / came_in)})" if turned_away else "no row was rejected")
    if not status.newest_published_at:
        return f"{words}."
    newest = datetime.fromisoformat(status.newest_published_at)
    return f"{words}; the newest contact is of {newest.day} {newest:%b %Y, %H:%M} UTC."


def freshness(status: Status) -> str:
    """How old the warehouse is, and whether it lacks loads."""
    if status.warehouse_age_seconds is None:
        return "The warehouse has not been built yet."
    words = f"The warehouse was built {age_of_seconds(status.warehouse_age_seconds)}"
    if status.loads_since_build:
        late = several(status.loads_since_build, "load is", "loads are")
        return f"{words}; {late} not in it yet: press “Build now”."
    return f"{words} and holds every load."


if __name__ == "__main__":
    import dashboard

    dashboard.main()
