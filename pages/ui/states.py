"""Designed states: loading, empty, failed, nothing built yet, and how old the data is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import streamlit as st
from streamlit.errors import StreamlitAPIException

from data.filters import Filters
from data.home import HomeBusy
from data.periods import PERIODS
from data.settings import SettingsError
from data.warehouse import NoWarehouse, QueryFailed
from pages.ui.filters import GROUPS, clear_group, reset, set_period, wider_period
from pages.ui.load import home, load_options
from pages.ui.text import age, joined, plain

_log = logging.getLogger("decaf")


@contextmanager
def loading(height: int = 640) -> Iterator[None]:
    """A skeleton of the page's height while its frames load; gone when they are there."""
    with st.skeleton(height=height):
        yield


def guarded(draw: Callable[[], None]) -> None:
    """Draw a page; a failure says what to do instead of showing a traceback."""
    try:
        draw()
    except NoWarehouse:
        no_warehouse()
    except (QueryFailed, SettingsError, HomeBusy) as error:
        failed(str(error))
    except StreamlitAPIException:
        raise
    except Exception as error:
        _log.exception("The page failed.")
        failed(f"{type(error).__name__}: {error}")


def failed(what: str) -> None:
    """Something went wrong: what, and what to do."""
    st.error(plain(what), title="This page could not be drawn", icon=":material/error:")
    st.markdown("Try **Reset filters** in the sidebar. If it stays, build the warehouse again on "
                "the Data page; the log of the server has the details.")
    st.button("Try again", icon=":material/refresh:", key="try_again")


def no_warehouse() -> None:
    """Nothing has been built yet: how to get data in."""
    st.header("There is no data to show yet", anchor=False)
    st.markdown("Load your own exports on the **Data** page, or look around with a company that "
                "never existed: 40,000 customers and two years of their contacts.")
    from pages.ui import work

    work.progress()
    if not work.running():
        build_demo_button()
    st.caption(f"The data will be kept in {plain(home().path)}")


def build_demo_button() -> None:
    """A button that makes the demo company and builds it, with progress."""
    from pages.ui.work import build_demo

    if st.button("Build the demo company", type="primary", icon=":material/factory:",
                 key="build_demo"):
        build_demo()


def nothing_matches(what: str, filters: Filters) -> None:
    """No rows under the filters: why, and the ways out as buttons."""
    narrowed = {key: getattr(filters, key) for key in GROUPS if getattr(filters, key)}
    why = [f"{key.rstrip('s')} = {joined(list(chosen))}" for key, chosen in narrowed.items()]
    st.markdown(f"**No {what} match.** " + plain(
        f"Shown is {filters.period()}" + (f" with {joined(why)}." if why else ".")))
    name = wider_period(filters)
    with st.container(horizontal=True):
        if name:
            st.button(f"Widen to: {PERIODS[name].lower()}", on_click=set_period, args=(name,),
                      key=f"widen_{what}", icon=":material/date_range:")
        for key in narrowed:
            st.button(f"Clear {plain(GROUPS[key][1].lower())}", on_click=clear_group, args=(key,),
                      key=f"clear_{key}_{what}", icon=":material/filter_alt_off:")
        if len(narrowed) > 1:
            st.button("Reset all filters", on_click=reset, key=f"reset_{what}")


def freshness() -> str:
    """How far the data goes and how old the warehouse is, in words."""
    options = load_options()
    last = options.last_day
    words = f"Data to {last.day} {last:%b %Y}" if last else "No data"
    return f"{words}, built {age(datetime.fromisoformat(options.built_at))}"
