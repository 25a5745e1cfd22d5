"""Caches of the dashboard: bounded, and keyed by warehouse version and viewer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from analysis.decision import decide as deciding
from analysis.decision.inputs import from_json
from analysis.decision.options import OPERATING_MODELS
from data import lake, metrics, mistakes
from data.decisions import Decision, journal
from data.filters import Filters, Viewer
from data.home import Home, find_home
from data.masking import hide_personal
from data.routing import Rules
from data.settings import Settings, load_settings
from data.status import Status, rejected_rows, status
from data.warehouse import Warehouse
from pages.ui.cache_key import key_of, key_of_frame
from pages.ui.keep import Kept, KeptFrames
from pages.ui.routing_play import Replayed, replayed
from pages.ui.who import viewer

Metric = Callable[[Warehouse, Filters, Viewer], pd.DataFrame]

# A page asks about eight small frames per choice of filters: this keeps some sixty choices.
_frames = KeptFrames(512)
_asked = KeptFrames(128)
_warehouses: Kept[Warehouse] = Kept(4)
# The one value, not a copy for each that asks: it is frozen, and asked for many times a page.
_options: Kept[metrics.Options] = Kept(8)


@dataclass(frozen=True)
class Mark:
    """What a mark of a chart stands for, and what its chart counts."""

    values: tuple[tuple[str, str | int | float], ...]
    social: bool = False
    by_conversation: bool = False


def home() -> Home:
    """The home whose data is shown."""
    return find_home()


def warehouse() -> Warehouse:
    """The one open warehouse of this home, shared by all sessions."""
    place = home()
    return _warehouses.of(place, lambda: Warehouse(place))


def _frame(db: Warehouse, version: str, key: str, filters: Filters, who: Viewer,
           metric: Metric) -> pd.DataFrame:
    return _frames.of((metric.__name__, db.home, version, key), lambda: metric(db, filters, who))


def load(metric: Metric, filters: Filters) -> pd.DataFrame:
    """The frame of a metric under the filters, as the viewer may see it.

    Raises NoWarehouse, QueryFailed.
    """
    db = warehouse()
    # A comparison changes the words, never the rows: both choices share one entry.
    asked = replace(filters, compare=False)
    who = viewer()
    return _frame(db, db.version, key_of_frame(metric.__name__, asked, who), asked, who, metric)


@st.cache_resource(max_entries=1, show_spinner=False)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=4, thread_name_prefix="load")


def load_all(filters: Filters, *wanted: Metric) -> list[pd.DataFrame]:
    """The frames of several metrics, asked for at the same time; raises as :func:`load` does."""
    return load_pairs(*((metric, filters) for metric in wanted))


def load_pairs(*wanted: tuple[Metric, Filters]) -> list[pd.DataFrame]:
    """The frames of metrics under filters of their own, asked for at the same time."""
    asked = [beside(partial(load, metric, filters)) for metric, filters in wanted]
    return [one.result() for one in asked]


def beside(work: Callable[[], pd.DataFrame]) -> Future[pd.DataFrame]:
    """Begin to ask for a frame while the page goes on; what it raises, its ``result()`` raises."""
    context = get_script_run_ctx()

    def run() -> pd.DataFrame:
        if context is not None:
            add_script_run_ctx(threading.current_thread(), context)
        return work()

    return _pool().submit(run)


@st.cache_data(max_entries=64, show_spinner=False)
def _rows(home_path: str, version: str, filters: Filters, who: Viewer, mark: Mark) -> pd.DataFrame:
    return metrics.rows_behind(warehouse(), filters, who, mark=dict(mark.values),
                               social=mark.social, by_conversation=mark.by_conversation)


def load_rows(filters: Filters, mark: Mark) -> pd.DataFrame:
    """The interactions behind one mark of a chart, newest first, at most 1,000."""
    db = warehouse()
    return _rows(str(db.home.path), db.version, replace(filters, compare=False), viewer(), mark)


@st.cache_data(max_entries=64, show_spinner=False)
def _posts(home_path: str, version: str, filters: Filters, who: Viewer, search: str | None,
           sentiment: str | None, limit: int) -> pd.DataFrame:
    return metrics.posts(warehouse(), filters, who, search=search, sentiment=sentiment,
                         limit=limit)


def load_posts(filters: Filters, *, search: str | None = None, sentiment: str | None = None,
               limit: int = 200) -> pd.DataFrame:
    """The posts themselves, newest first."""
    db = warehouse()
    return _posts(str(db.home.path), db.version, replace(filters, compare=False), viewer(),
                  search, sentiment, limit)


def ask(metric: Callable[..., pd.DataFrame], filters: Filters | None = None,
        **choice: object) -> pd.DataFrame:
    """The frame of a metric that takes a choice besides the filters, or no filters at all.

    Raises NoWarehouse, QueryFailed, ValueError for a choice that the metric does not know.
    """
    db = warehouse()
    asked = None if filters is None else replace(filters, compare=False)
    who = viewer()

    def make() -> pd.DataFrame:
        return metric(db, who, **choice) if asked is None else metric(db, asked, who, **choice)

    # A choice may hold lists and rules: as text it is a key, whatever is in it.
    return _asked.of((metric.__name__, db.home, db.version, key_of(asked, who), repr(choice)), make)


@st.cache_data(max_entries=64, show_spinner=False)
def _worked_out(name: str, home_path: str, version: str, keys: list[str], choice: dict[str, Any],
                _filters: Filters, _who: Viewer, _function: Callable[..., Any],
                _wanted: tuple[Metric, ...]) -> Any:
    frames = [_frame(warehouse(), version, part, _filters, _who, one)
              for one, part in zip(_wanted, keys, strict=True)]
    return _function(*frames, **choice)


def work_out(function: Callable[..., Any], filters: Filters, *wanted: Metric,
             **choice: object) -> Any:
    """What a costly calculation makes of the frames of some metrics; kept for the same choice.

    Raises NoWarehouse, QueryFailed, and what the function raises.
    """
    db = warehouse()
    name = ".".join((function.__module__, function.__qualname__,
                     *(one.__name__ for one in wanted)))
    asked, who = replace(filters, compare=False), viewer()
    keys = [key_of_frame(one.__name__, asked, who) for one in wanted]
    return _worked_out(name, str(db.home.path), db.version, keys, choice, asked, who, function,
                       wanted)


def load_options() -> metrics.Options:
    """What the filters can offer, the days covered, and when the warehouse was built."""
    db, who = warehouse(), viewer()
    return _options.of((db.home, db.version, who), lambda: metrics.options(db, who))


@st.cache_data(max_entries=64, show_spinner=False)
def load_decision(inputs: str, operating: str) -> deciding.Decision:
    """All answers for these inputs (JSON) and operating model: they are the whole key."""
    model = next(one for one in OPERATING_MODELS if one.name == operating)
    return deciding.decide(from_json(inputs), operating=model)


@st.cache_data(max_entries=16, show_spinner=False)
def load_hanging(inputs: str, operating: str) -> deciding.Hanging:
    """What the answer for these inputs (JSON) hangs on; keyed as :func:`load_decision`."""
    model = next(one for one in OPERATING_MODELS if one.name == operating)
    return deciding.hang(from_json(inputs), operating=model)


def load_status() -> Status:
    """What is in the home now; read fresh each time, from the manifest and file footers."""
    return status(home())


@st.cache_data(max_entries=8, show_spinner=False)
def _rejected(home_path: str, load_ids: tuple[str, ...], source: str | None) -> pd.DataFrame:
    return rejected_rows(find_home(home_path), source=source)


def load_rejected(source: str | None = None) -> pd.DataFrame:
    """Every rejected row of a source, or of all; none for a viewer of some customers only.

    What was rejected cannot be told to belong to anybody, so only who sees all may see it.
    """
    place = home()
    if viewer().regions or viewer().segments:
        return rejected_rows(place, source="")
    rows = _rejected(str(place.path), tuple(one.load_id for one in lake.loads(place)), source)
    return hide_personal(rows, viewer())


def load_decisions() -> list[Decision]:
    """What reviewers decided about accounts, oldest first; read fresh each time.

    None for a viewer of some customers only.  Raises JournalError.
    """
    who = viewer()
    return [] if who.regions or who.segments else journal(home())


def load_marks() -> list[mistakes.Mark]:
    """What reviewers said about posts of ours, oldest first; read fresh each time.

    None for a viewer of some customers only.  Raises MistakeError.
    """
    who = viewer()
    return [] if who.regions or who.segments else mistakes.marks(home())


def load_settings_now() -> Settings:
    """The settings as their file has them now.  Raises SettingsError."""
    return load_settings(home())


@st.cache_data(max_entries=24, show_spinner=False)
def _replayed(home_path: str, version: str, key: str, _filters: Filters, _who: Viewer,
              _rules: Rules, _settings: Settings, _meanwhile: Callable[[], object]) -> Replayed:
    items = metrics.routing_items(warehouse(), _filters, _who, rules=_rules)
    _meanwhile()
    return replayed(items, _filters, _rules, _settings)


def load_replay(filters: Filters, rules: Rules, *, meanwhile: Callable[[], object]) -> Replayed:
    """History played again by the rules.  Raises NoWarehouse, QueryFailed, SettingsError.

    ``meanwhile`` is called when the warehouse has answered, where it is asked at all.
    """
    db = warehouse()
    asked, who, settings = replace(filters, compare=False), viewer(), load_settings_now()
    return _replayed(str(db.home.path), db.version, "\n".join(
        (key_of(asked, who), repr(rules), repr(settings))), asked, who, rules, settings,
        meanwhile)
