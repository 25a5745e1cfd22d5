"""Builds the warehouse: scores what is new, makes staging and marts, checks, swaps in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter, time_ns

import duckdb
import pandas as pd

from data import carry, lake
from data.authenticity import Copies, judge_praise
from data.checks import check_warehouse
from data.facts import resting_on, told_of
from data.forecasting import Forecasts
from data.home import Home
from data.lexicon_scores import apply_lexicon
from data.linking import Candidates, link_accounts
from data.masking import make_masks
from data.own_posts import flag_own_posts
from data.reading import (
    empty_columns,
    from_then_on,
    newest_interactions,
    older_versions,
    read_lake,
)
from data.reference import count_account_posts, make_channels, make_days, make_reference
from data.scoring import label_limits, score_new
from data.search import make_search_words
from data.settings import Settings, load_settings
from data.sqlfiles import FOLDER, bind, sql_file
from data.stored import store
from data.stretches import Stretch, make_by_stretches, make_threads, stretches_of_time
from data.survey_weights import weigh_survey
from data.themes import make_themes
from data.topic_build import make_topics
from data.versions import remove, swap_in

# What is made of the marts before this one; of that, what is kept.
BEFORE = {
    "post_words": ("60_said_texts", "61_said_by", "62_said_words", "63_word_numbers"),
    "conversations": ("39_talks", "40_source_ends", "41_openings", "42_answers", "43_second_rows",
                      "46_strangers"),
    "inbound_waits": ("44_next_replies",),
    "lag_waits": ("48_assigning", "49_may_wait"),
    "handled": ("45_next_conversations",),
    "conversation_days": ("47_conversation_work",),
}
# What no mart after this one asks for.
DONE_WITH = {"post_lengths": ("said_texts", "said_by", "said_words", "word_numbers")}
KEPT_STAGING = ("40_source_ends", "48_assigning")
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
        try:
            if before:
                carry.copy(before, temporary)
            _made(home, settings, temporary, done, report, carried=before is not None)
        except carry.AllAnew:
            remove(temporary)
            _made(home, settings, temporary, done, report, carried=False)
        swap_in(home, temporary, target)
        return done


def limits() -> dict[str, str | bool | int | float | list[str]]:
    """The memory a build may take: half of the machine's, at most 5 GB; the rest is spilled.

    Nobody reads the file before it is whole and synced (:func:`data.versions.swap_in`), so it is
    neither put in order nor synced on the way: each time would cost what a step costs.  The group
    of rows in each table where a build begins to make rows anew stays cut short: there are as many
    as builds since the last whole one, and to fill them would write the last groups once more.
    """
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {"memory_limit": f"{min(pages * size // 2, 5 * 10**9) // 10**6}MB",
            "checkpoint_threshold": "1TB", "fsync_mode": "NONE", "max_vacuum_tasks": 0}


def _made(home: Home, settings: Settings, file: Path, done: Build, report: Report | None, *,
          carried: bool) -> None:
    db = duckdb.connect(str(file), config=limits())
    try:
        steps = _Steps(home, settings, db, done, report, carried=carried)
        try:
            steps.run()
        finally:
            for one in (steps.candidates, steps.copies, steps.forecasts):
                if one:
                    one.close()
    finally:
        db.close()


class _Steps:
    """The steps of one build over one connection."""

    def __init__(self, home: Home, settings: Settings, db: duckdb.DuckDBPyConnection,
                 done: Build, report: Report | None, *, carried: bool) -> None:
        self.home, self.settings, self.db, self.done = home, settings, db, done
        self.report, self.carried, self.since = report, carried, carry.WHOLE
        self.stretches: list[Stretch] = []
        self.values: dict[str, object] = {"timezone": settings.timezone, **label_limits()}
        self.facts: dict[str, str] = {}
        self.empty: frozenset[str] = frozenset()
        self.candidates: Candidates | None = None
        self.copies: Copies | None = None
        self.forecasts: Forecasts | None = None

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
            before = carry.set_aside(self.home, self.db, carried=self.carried)
            read_lake(self.home, self.db, before)
            newest_interactions(self.db, carried=self.carried)
            self.empty = empty_columns(self.home, self.db)
            self.done.older_versions = older_versions(self.db)
            make_channels(self.home, self.db, self.settings)
            count_account_posts(self.db, carried=self.carried)
            self.make("temp table", "staging/15_accounts.sql")
            self.candidates = Candidates(self.home, self.db, before.customers_told)
            self.facts[carry.CUSTOMERS] = self.candidates.customers
            # Filled before anything asks whose a message is.
            self.db.execute("create temp table handle_owners "
                            "(network varchar, account varchar, customer_id varchar)")
            self.make("temp view", "staging/20_messages.sql")
        if self.carried:  # whose accounts changed is new
            self.link(self.candidates, 0.05)
        with self.step("see what is new", 0.09):
            self.begin(before)
        with self.step("score new texts", 0.1):
            self.done.scored = score_new(self.home, self.db, self._scoring)
        with self.step("apply brand words", 0.68):
            self.facts |= apply_lexicon(self.home, self.db)
            self.db.execute("drop table read_texts")
        with self.step("mask personal data", 0.69):
            make_masks(self.db)
        with self.step("flag own posts", 0.695):
            flag_own_posts(self.db, self.settings, carried=self.carried)
        with self.step("tie messages to conversations", 0.7):
            self.make("temp table", "staging/30_conversation_roots.sql")
            self.make("temp table", "staging/31_named_threads.sql")
            self.make("temp table", "staging/32_answered.sql")
        if not self.carried:
            self.link(self.candidates, 0.73)
        marts = sorted(path.name for path in (FOLDER / "marts").glob("*.sql"))
        for number, name in enumerate(marts):
            mart = name[3:-4]
            if mart in before.still:
                continue
            with self.step(f"make {mart.replace('_', ' ')}", 0.75 + 0.2 * number / len(marts)):
                if mart == "reference":
                    make_reference(self.db, before)
                    continue
                for staging in BEFORE.get(mart, ()):
                    self.make("table" if staging in KEPT_STAGING else "temp table",
                              f"staging/{staging}.sql")
                self.make("table", f"marts/{name}")
                if mart == "source_days":
                    make_days(self.db, self.settings)
                if mart == "contact_half_hours":
                    # Copies after it: beside a thread that calculates, each import would wait.
                    self.forecasts = Forecasts(self.home, self.db, self.settings)
                    self.copies = Copies(self.db)
                if mart == "post_words":
                    make_search_words(self.db, carried=self.carried)
                for staging in DONE_WITH.get(mart, ()):
                    self.db.execute(f"drop table {staging}")
        # Each leaves a core idle; neither asks for what the other makes.
        with ThreadPoolExecutor(1) as beside:
            topics = beside.submit(self.topics)
            with self.step("find themes", 0.95):
                make_themes(self.db, self.since)
            with self.step("judge praise", 0.952):
                assert self.copies
                judge_praise(self.db, self.since, self.copies)
            with self.step("sort posts into topics", 0.955):
                self.facts |= topics.result()
        with self.step("weight the survey", 0.96):
            weigh_survey(self.db, self.settings, kept=before.survey_stays)
        with self.step("forecast the next weeks", 0.965):
            if self.forecasts:
                self.forecasts.store(self.db)
        with self.step("check and close", 0.97):
            self.info()
            self.done.rows = check_warehouse(self.db, self.done.older_versions, self.since)
            self.db.execute("checkpoint")

    def link(self, candidates: Candidates, share: float) -> None:
        """Tie accounts to customers, when the candidates are found."""
        with self.step("tie accounts to customers", share):
            link_accounts(self.home, self.db, self.settings, candidates)

    def topics(self) -> dict[str, str]:
        """Sort posts into topics, over a connection of its own."""
        with self.db.cursor() as db:
            return make_topics(self.home, db)

    def begin(self, before: carry.Before) -> None:
        """Find out from where on marts are made, and take away what is made again."""
        make_threads(self.db)
        if self.carried:
            self.since = carry.since_when(self.db, before)
            carry.cut(self.db, self.since)
            from_then_on(self.db, self.since)
            self.done.since = self.since.day
        self.stretches = stretches_of_time(self.db, self.since)
        self.values |= self.since.bound

    def _scoring(self, done: int, total: int) -> None:
        if self.report and total:
            self.report(f"score new texts ({done:,} of {total:,})", 0.1 + 0.6 * done / total)

    def make(self, kind: str, relative: str) -> None:
        """Create the table or view that a file selects, named after it.

        One that asks for a stretch of time is run once for each, oldest first."""
        sql = sql_file(relative)
        name = Path(relative).stem[3:]
        if "$from_" in sql:
            make_by_stretches(self.db, kind, name, sql, self.stretches, self.values, self.empty,
                              self.since)
        elif name in carry.KEPT and not self.since.is_whole:
            anew = carry.make_room(self.db, name)
            values = self.values | ({"since_row": 0} if anew else {})
            self.db.execute(f"insert into {name} by name {sql}", bind(sql, values))
        else:
            self.db.execute(f"create {kind} {name} as {sql}", bind(sql, self.values))
        if not self.since.is_whole:
            carry.put_right(self.db, name, self.since)

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
        store(self.db, "table build_info", pd.DataFrame(
            {"fact": list(facts), "value": list(facts.values())}, dtype="str"))
        store(self.db, "table build_loads", pd.DataFrame(
            {"load_id": [load.load_id for load in lake.loads(self.home)]}, dtype="str"))
