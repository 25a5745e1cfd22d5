"""Builds the warehouse: scores what is new, makes staging and marts, checks, swaps in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, time_ns

import duckdb
import pandas as pd

from data import carry, lake
from data.authenticity import judge_praise
from data.calendar import days_frame
from data.checks import check_warehouse
from data.contract import TABLES
from data.facts import resting_on, told_of
from data.forecasting import make_forecasts
from data.home import Home
from data.lexicon_scores import apply_lexicon
from data.linking import link_accounts
from data.masking import make_masks
from data.own_posts import flag_own_posts
from data.scoring import label_limits, score_new
from data.search import make_search_words
from data.settings import Settings, load_settings
from data.sqlfiles import FOLDER, bind, fill_names, sql_file
from data.stretches import (
    Stretch,
    empty_columns,
    make_by_stretches,
    make_threads,
    read_lake,
    store,
    stretches_of_time,
)
from data.survey_weights import weigh_survey
from data.themes import make_themes
from data.topic_build import make_topics
from data.versions import remove, swap_in

REFERENCE = ("handles", "agents", "campaigns", "survey_responses", "channel_costs",
             "competitor_posts")
# Staging that is made of the marts before this one.
BEFORE = {
    "conversations": ("40_source_ends", "41_openings", "42_answers", "43_second_rows",
                      "46_strangers"),
    "inbound_waits": ("44_next_replies",),
    "handled": ("45_next_conversations",),
    "conversation_days": ("47_conversation_work",),
}
Report = Callable[[str, float], None]


@dataclass
class Build:
    """What a build did: the version, each step with its seconds, and the rows of each table.

    ``since``: the local day from which on it made rows anew, where it took over those before.
    """

    version: str
    steps: list[tuple[str, float]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    older_versions: dict[str, int] = field(default_factory=dict)
    scored: int = 0
    since: date | None = None

    @property
    def seconds(self) -> float:
        """Time of all steps."""
        return sum(seconds for _, seconds in self.steps)


def build(home: Home, *, report: Report | None = None, whole: bool = False) -> Build:
    """Build and swap in a new warehouse.

    What loads since the build before cannot have changed is taken over from it, unless ``whole``.
    ``report(what, share)`` hears of each step, with the part done in 0..1.  Raises HomeBusy when
    another process writes, SettingsError for bad settings, BuildError when a check fails; the
    warehouse in use then stays as it was.
    """
    with home.writing():
        lake.sweep(home)
        settings = load_settings(home)
        home.versions.mkdir(parents=True, exist_ok=True)
        done = Build(version=f"{time_ns():020d}")
        target = home.versions / f"{done.version}.duckdb"
        temporary = target.with_suffix(".building")
        for leftover in home.versions.glob("*.building*"):
            remove(leftover)
        before = None if whole else carry.usable(home, resting_on(home, settings))
        if before:
            carry.copy(before, temporary)
        db = duckdb.connect(str(temporary), config=limits())
        try:
            _Steps(home, settings, db, done, report, carried=before is not None).run()
        finally:
            db.close()
        swap_in(home, temporary, target)
        return done


def limits() -> dict[str, str | bool | int | float | list[str]]:
    """The memory a build may take: half of the machine's, at most 5 GB; the rest is spilled."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {"memory_limit": f"{min(pages * size // 2, 5 * 10**9) // 10**6}MB"}


class _Steps:
    """The steps of one build over one connection."""

    def __init__(self, home: Home, settings: Settings, db: duckdb.DuckDBPyConnection,
                 done: Build, report: Report | None, *, carried: bool) -> None:
        self.home, self.settings, self.db, self.done = home, settings, db, done
        self.report = report
        self.carried, self.since = carried, carry.WHOLE
        self.stretches: list[Stretch] = []
        self.values: dict[str, object] = {"timezone": settings.timezone, **label_limits()}
        self.facts: dict[str, str] = {}
        self.empty: frozenset[str] = frozenset()

    @contextmanager
    def step(self, name: str, share: float) -> Iterator[None]:
        """Time a step and tell the listener that it starts."""
        if self.report:
            self.report(name, share)
        started = perf_counter()
        yield
        self.done.steps.append((name, perf_counter() - started))

    def run(self) -> None:
        """All steps in order."""
        with self.step("read the lake", 0.0):
            remade = carry.set_aside(self.db, carried=self.carried)
            read_lake(self.home, self.db)
            self.make("temp table", "staging/11_repeated_interactions.sql")
            self.make("temp table", "staging/12_newest_repeated.sql")
            self.make("temp view", "staging/13_newest_interactions.sql")
            self.empty = empty_columns(self.home, self.db)
            self.note_older_versions()
            self.channels()
            self.make("temp table", "staging/15_accounts.sql")
        with self.step("tie accounts to customers", 0.05):
            link_accounts(self.home, self.db, self.settings)
            self.make("temp view", "staging/20_messages.sql")
        with self.step("see what is new", 0.09):
            self.begin(remade)
        with self.step("score new texts", 0.1):
            self.done.scored = score_new(self.home, self.db, self._scoring)
        with self.step("apply brand words", 0.68):
            self.facts |= apply_lexicon(self.home, self.db)
        with self.step("mask personal data", 0.69):
            make_masks(self.db)
        with self.step("flag own posts", 0.695):
            flag_own_posts(self.db, self.settings)
        with self.step("tie messages to conversations", 0.7):
            self.make("temp table", "staging/30_conversation_roots.sql")
            self.make("temp table", "staging/31_named_threads.sql")
            self.make("temp table", "staging/32_answered.sql")
        marts = sorted(path.name for path in (FOLDER / "marts").glob("*.sql"))
        for number, name in enumerate(marts):
            mart = name[3:-4]
            with self.step(f"make {mart.replace('_', ' ')}", 0.75 + 0.2 * number / len(marts)):
                if mart == "reference":
                    self.reference()
                    continue
                for staging in BEFORE.get(mart, ()):
                    self.make("temp table", f"staging/{staging}.sql")
                self.make("table", f"marts/{name}")
                if mart == "interactions":
                    self.days()
                if mart == "post_words":
                    make_search_words(self.db)
        with self.step("find themes", 0.95):
            make_themes(self.db)
        with self.step("sort posts into topics", 0.952):
            self.facts |= make_topics(self.home, self.db)
            self.db.execute(f"create table topic_posts as {sql_file('topics/posts.sql')}")
        with self.step("judge praise", 0.955):
            judge_praise(self.db)
        with self.step("weight the survey", 0.96):
            weigh_survey(self.db, self.settings)
        with self.step("forecast the next weeks", 0.965):
            make_forecasts(self.home, self.db, self.settings)
        with self.step("check and close", 0.97):
            self.info()
            self.done.rows = check_warehouse(self.db, self.done.older_versions)
            self.db.execute("checkpoint")

    def begin(self, remade: int) -> None:
        """Find out from where on marts are made, and take away what is made again."""
        make_threads(self.db)
        if self.carried:
            self.since = carry.since_when(self.db, remade)
            carry.cut(self.db, self.since)
            self.done.since = None if self.since.is_whole else self.since.day
        self.stretches = stretches_of_time(self.db, self.since)
        self.values |= {"since_row": self.since.row, "since_day": self.since.day}

    def _scoring(self, done: int, total: int) -> None:
        if self.report and total:
            self.report(f"score new texts ({done:,} of {total:,})", 0.1 + 0.6 * done / total)

    def make(self, kind: str, relative: str) -> None:
        """Create the table or view that a file selects, named after the file.

        A file that asks for a stretch of time is run once for each, oldest first.
        """
        sql = sql_file(relative)
        name = Path(relative).stem[3:]
        if "$from_" in sql:
            make_by_stretches(self.db, kind, name, sql, self.stretches, self.values, self.empty,
                              self.since)
        elif name in carry.KEPT and not self.since.is_whole:
            self.db.execute(f"insert into {name} by name {sql}", bind(sql, self.values))
        else:
            self.db.execute(f"create {kind} {name} as {sql}", bind(sql, self.values))
        if name in carry.WATCHED and not self.since.is_whole:
            carry.tell_newest(self.db, name)

    def note_older_versions(self) -> None:
        """Count the rows of each table that a newer version of the same key replaces."""
        for name in TABLES:
            rows, kept = self.db.execute(
                f"select (select count(*) from lake_{name}), (select count(*) from newest_{name})"
            ).fetchall()[0]
            if rows > kept:
                self.done.older_versions[name] = rows - kept

    def channels(self) -> None:
        """The table of channels: social by the settings, or by the mapping that brought it."""
        told = {one for load in lake.loads(self.home) for one in load.social_channels}
        seen = [row[0] for row in self.db.execute(
            "select distinct channel from newest_interactions order by channel").fetchall()]
        frame = pd.DataFrame({
            "channel": pd.Series(seen, dtype="str"),
            "is_social": pd.Series([self.settings.is_social(one) or one in told for one in seen],
                                   dtype="bool"),
            "target_minutes": pd.Series([self.settings.target_minutes(one) for one in seen],
                                        dtype="float64"),
        })
        store(self.db, "channels", frame)

    def days(self) -> None:
        """The table of local days: those of the interactions, and on to the last reply or solution.
        """
        first, last, replied = self.db.execute(
            "select min(day), max(day), cast(greatest(max(first_reply_at), max(resolved_at)) as "
            "date) from interactions").fetchall()[0]
        first, last = first or date.today(), last or date.today()
        end = min(max(last, replied or last), last + timedelta(days=400)) + timedelta(days=1)
        store(self.db, "all_days", days_frame(first, end, self.settings), temporary=True)
        # Between the last day of one source and the first of another nothing was loaded.
        self.db.execute(
            "create table days as select cast(d.day as date) as day, d.weekday, d.opens_at, "
            "d.closes_at, d.open_seconds_before, exists (select 1 from (select min(day) as "
            "first_day, max(day) as last_day from interactions group by source) as s "
            "where d.day between s.first_day and s.last_day) as has_data "
            "from all_days as d order by day"
        )
        store(self.db, "events", pd.DataFrame({
            "name": pd.Series([one.name for one in self.settings.events], dtype="str"),
            "starts_on": pd.Series([str(one.start) for one in self.settings.events], dtype="str"),
            "ends_on": pd.Series([str(one.end) if one.end else None
                                  for one in self.settings.events], dtype="str"),
        }), "select name, cast(starts_on as date) as starts_on, "
            "cast(ends_on as date) as ends_on from frame")

    def reference(self) -> None:
        """Contract tables that the pages read as they are."""
        for name in REFERENCE:
            spec = TABLES[name]
            sql = fill_names(sql_file("marts/15_reference.sql"), table=(name,),
                             columns=spec.names, key=spec.key)
            self.db.execute(f"create table {name} as {sql}")

    def info(self) -> None:
        """Facts about this build that pages show and caches use as a key."""
        facts = {
            "version": self.done.version,
            "built_at": lake.now_iso(),
            **told_of(self.settings),
            **resting_on(self.home, self.settings),
            **self.facts,
            "made_since": "" if self.since.is_whole else str(self.since.day),
            carry.REMADE: str(self.since.remade),
            **{f"older_versions_{name}": str(n) for name, n in self.done.older_versions.items()},
        }
        store(self.db, "build_info", pd.DataFrame(
            {"fact": list(facts), "value": list(facts.values())}, dtype="str"))
        store(self.db, "build_loads", pd.DataFrame(
            {"load_id": [load.load_id for load in lake.loads(self.home)]}, dtype="str"))
