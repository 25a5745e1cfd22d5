"""The pages in their order, and the way from one to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.filters import Filters
from pages.ui import states
from pages.ui.theme_watch import follow_theme
from pages.ui.turns import turns


@dataclass(frozen=True)
class Entry:
    """A page of the navigation; ``stem`` is its file name, its URL and its module."""

    stem: str
    title: str
    icon: str
    help: str
    needs_data: bool = True


ENTRIES = (
    Entry("overview", "Overview", ":material/home:",
          "Where customers are, what changed, and where to look next."),
    Entry("decision", "Decision", ":material/gavel:",
          "Invest in social-media care, pilot, wait, or fix the phones first."),
    Entry("channel_share", "Channel share", ":material/pie_chart:",
          "What share of customers uses each channel, with intervals."),
    Entry("social_volume", "Social volume", ":material/bar_chart:",
          "How many posts there are, when they come, and what drove them."),
    Entry("spikes", "Spikes", ":material/monitoring:",
          "When contacts rise or fall beyond chance, what is behind it, and the people it takes."),
    Entry("sentiment", "Sentiment", ":material/sentiment_neutral:",
          "How posts sound, where, about what, and the posts themselves."),
    Entry("marketing_vs_service", "Marketing vs service", ":material/support_agent:",
          "What conversations are about, and who answers which."),
    Entry("topics", "Topics", ":material/category:",
          "What posts are about: known topics, new ones that were found, and what has none."),
    Entry("response", "Response", ":material/timer:",
          "How long customers wait for a person, what is open, and what waiting does."),
    Entry("incidents", "Isolated or systemic?", ":material/crisis_alert:",
          "Which themes come from one loud customer, and which hit many."),
    Entry("authenticity", "Authenticity", ":material/verified:",
          "Whether praise is genuine and believed: copies, new accounts, posts that doubt it."),
    Entry("staffing", "Staffing", ":material/calendar_clock:",
          "How many people are needed when, their shifts, and what a campaign adds."),
    Entry("estimates", "Log and survey", ":material/balance:",
          "What share of customers is on social media, by the log and by a survey."),
    Entry("survey", "Survey", ":material/ballot:",
          "Satisfaction, recommendation, channels and reasons, as customers answered."),
    Entry("survey_planner", "Survey planner", ":material/request_quote:",
          "How many answers a survey needs, what they cost, what a budget buys."),
    Entry("representativeness", "Representativeness", ":material/groups:",
          "Whether customers on social media are like the others."),
    Entry("compare", "Compare", ":material/compare_arrows:",
          "Two sets of customers side by side, on every measure."),
    Entry("identity", "Identity", ":material/link:",
          "Whose social accounts are they, how sure is that, and what waits for review."),
    Entry("audit", "Label and check", ":material/fact_check:",
          "Read posts and say what they are; how right the engines are, and whether people agree."),
    Entry("voices", "Voices", ":material/forum:",
          "Search and read the messages behind any number."),
    Entry("customer", "Customer", ":material/person_search:",
          "One customer's contacts over all channels on one time line."),
    Entry("participation", "Who answers", ":material/diversity_3:",
          "People and departments: how much, how fast, how lastingly, which work."),
    Entry("routing", "Routing", ":material/alt_route:",
          "What rules would do with messages: who gets them, how soon, what nobody catches."),
    Entry("own_posts", "Own posts", ":material/campaign:",
          "Posts of ours that may be a mistake, the log of mistakes, and what is not ready."),
    Entry("data", "Data", ":material/database:",
          "What is loaded and how fresh, rejected rows, upload, settings.", needs_data=False),
)
HOME = ENTRIES[0]

# The menu's headings, each over the pages from that one on; the first page stands alone.
_HEADINGS = {"decision": "Answers", "estimates": "How sure?",
             "voices": "Behind the numbers", "data": "Data"}


def navigate(filters: Filters | None) -> None:
    """Register the pages and draw the one that was asked for."""
    # The first page lives at "/", and its own name works as a link too: one of both is in the
    # menu, so that the page that is open is marked there.
    by_name = urlsplit(st.context.url or "").path.rstrip("/").endswith(f"/{HOME.stem}")
    named = st.Page(_runner(HOME, filters), title=HOME.title, icon=HOME.icon, help=HOME.help,
                    url_path=HOME.stem, visibility="visible" if by_name else "hidden")
    first = _page(HOME, filters, default=True, visible=not by_name)
    menu: dict[str, list[StreamlitPage]] = {"": [first, named]}
    heading = ""
    for entry in ENTRIES[1:]:
        heading = _HEADINGS.get(entry.stem, heading)
        menu.setdefault(heading, []).append(_page(entry, filters))
    # In a bar on top, because a dozen pages in the sidebar would push the filters out of sight.
    chosen = st.navigation(menu, position="top")
    # So that tabs, bookmarks and the browser's history tell pages apart.
    st.set_page_config(page_title=f"{chosen.title} · Decaf")
    # Filters and menu are there at once; what asks the warehouse waits for its turn.
    with turns().turn():
        chosen.run()
    follow_theme()


def page_for(stem: str) -> StreamlitPage:
    """The page of that name, as a target for links; the filters go along in the URL."""
    entry = next(entry for entry in ENTRIES if entry.stem == stem)
    return _page(entry, None, default=entry is HOME)


def _page(entry: Entry, filters: Filters | None, *, default: bool = False,
          visible: bool = True) -> StreamlitPage:
    url_path = f"{entry.stem}-home" if default else entry.stem
    return st.Page(_runner(entry, filters), title=entry.title, icon=entry.icon, help=entry.help,
                   url_path=url_path, default=default,
                   visibility="visible" if visible else "hidden")


def _runner(entry: Entry, filters: Filters | None) -> Callable[[], None]:
    def run() -> None:
        if filters is None and entry.needs_data:
            states.no_warehouse()
        else:
            states.guarded(lambda: import_module(f"pages.{entry.stem}").render(filters))

    return run
