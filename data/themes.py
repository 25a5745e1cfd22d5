"""Finds the themes that messages are about and notes which message belongs to which."""

from __future__ import annotations

import math
from collections.abc import Mapping

import duckdb
import pandas as pd

from data.carry import Since
from data.sqlfiles import bind, sql_file
from data.stored import store
from data.theme_words import count_terms, read_words

# Service intents that stand for trouble or work; thanks do not.
INTENTS = ("complaint", "billing", "outage", "delivery", "cancellation", "request", "question")
MOST_THEMES = 100
MOST_TERMS = 50_000
LEAST_TROUBLE = 0.5
# About as many buckets as a chart of the whole time has.
_BUCKETS = 120
_FOUND = {"term": "str", "messages": "int64", "inside": "int64", "first": "int64",
          "last": "int64", "ratio": "float64"}
_THEME = {"theme_id": "int64", "kind": "str", "label": "str", "search": "str",
          "intent": "str", "phrases": "object", "terms_tested": "int64"}


def make_themes(db: duckdb.DuckDBPyConnection, since: Since) -> None:
    """Make the tables ``themes`` and ``theme_messages`` from interactions and search_words.

    A theme is a set of phrases found by :mod:`analysis.themes` that at least half of the time
    stand in service or negative messages, or what else was said for a service intent.
    """
    from analysis.themes import LEAST_MESSAGES
    from analysis.words import STOP_WORDS

    first_day, days = db.execute(
        "select min(day), date_diff('day', min(day), max(day)) + 1 from interactions "
        "where direction = 'inbound' and has_text").fetchall()[0]
    values: dict[str, object] = {
        "stop_words": sorted(STOP_WORDS), "first_day": first_day,
        "bucket_days": max(1, math.ceil((days or 1) / _BUCKETS)),
        "least_messages": LEAST_MESSAGES, "most_terms": MOST_TERMS}
    row = read_words(db, since, values)
    found, rows, tested = _found(db, since, values)
    themes = _themes(db, found, rows)
    frame = pd.DataFrame(themes, columns=["terms", "label", "search"])
    surfaces = _surfaces(db, sorted({term for terms in frame["terms"] for term in terms}))
    phrase_themes = pd.DataFrame({
        "theme_id": range(1, len(frame) + 1), "kind": "phrases", "label": frame["label"],
        "search": frame["search"], "intent": None,
        "phrases": [[surfaces[term] for term in terms] for terms in frame["terms"]]})
    # Most messages are of these, so their numbers stay whatever phrases are found.
    intents = pd.DataFrame({
        "theme_id": range(MOST_THEMES + 1, MOST_THEMES + 1 + len(INTENTS)), "kind": "intent",
        "label": [f"{one} in other words" for one in INTENTS], "search": "",
        "intent": list(INTENTS), "phrases": [[] for _ in INTENTS]})
    every = pd.concat([phrase_themes, intents], ignore_index=True).assign(
        terms_tested=tested + len(INTENTS))
    store(db, "table themes", every.astype(_THEME),
           "select theme_id, kind, label, search, intent, cast(phrases as varchar[]) as phrases, "
           "terms_tested from frame order by theme_id")
    store(db, "temp table theme_phrases", pd.DataFrame(
        [(at, term) for at, terms in enumerate(frame["terms"], start=1) for term in terms],
        columns=["theme_id", "term"]).astype({"theme_id": "int64", "term": "str"}))
    _belonging(db, row)
    for name in ("totals", "frequent", "phrases"):
        db.execute(f"drop table theme_{name}")


def _belonging(db: duckdb.DuckDBPyConnection, row: int) -> None:
    """Make ``theme_messages``, or of before leave what still holds and add the rest.

    ``row``: the first message that is made anew, 0 where all are.
    """
    db.execute(f"create temp table theme_phrased as {sql_file('themes/phrased.sql')}")
    most = {"most_themes": MOST_THEMES}
    if row:
        db.execute(f"create temp table theme_turned as {sql_file('themes/turned.sql')}", most)
        db.execute("delete from theme_messages where theme_id <= $most_themes "
                   "or text_id in (select text_id from theme_turned)", most)
    else:
        db.execute("drop table if exists theme_messages")
        db.execute("create temp table theme_turned (text_id bigint)")
    how = "insert into theme_messages by name" if row else "create table theme_messages as"
    db.execute(f"{how} {sql_file('themes/messages.sql')}", {"since_row": row})
    for name in ("phrased", "turned"):
        db.execute(f"drop table theme_{name}")


def _found(db: duckdb.DuckDBPyConnection, since: Since, values: Mapping[str, object]
           ) -> tuple[pd.DataFrame, dict[str, list[int]], int]:
    """Terms that surge, then those that one author keeps repeating; the messages of each."""
    from analysis.themes import surging

    exposure = db.execute(
        "select date_diff('day', $first_day::date, day) // $bucket_days::integer as bucket, "
        "count(*) as messages from theme_said group by 1",
        {name: values[name] for name in ("first_day", "bucket_days")}
    ).df().set_index("bucket")["messages"]
    buckets = int(exposure.index.max()) + 1 if len(exposure) else 0
    count_terms(db, since, values, buckets)
    counts = db.execute("select f.place, c.bucket, c.messages from theme_counts as c "
                        "join theme_frequent as f using (term_id)").df()
    names = [row[0] for row in
             db.execute("select term from theme_frequent order by place").fetchall()]
    terms = pd.Categorical.from_codes(counts["place"].to_numpy(), pd.Index(names, dtype="str"))
    surges = surging(counts.assign(term=terms),
                     exposure.reindex(range(buckets), fill_value=0).tolist())
    sql = sql_file("themes/repeated.sql")
    repeated = db.execute(sql, bind(sql, values)).df()
    repeated = repeated[~repeated["term"].isin(surges["term"])].assign(
        first=0, last=buckets, ratio=math.inf)
    found = pd.concat([surges[list(_FOUND)], repeated[list(_FOUND)]], ignore_index=True)
    store(db, "temp table theme_found", found.astype(_FOUND))
    rows = db.execute(
        "select f.term, list(s.row_id order by s.row_id) as rows from theme_found as f "
        "join theme_totals as n using (term) join theme_terms as t using (term_id) "
        "join theme_said as s using (text_id) where "
        "s.day >= $first_day::date + cast(f.first * $bucket_days::integer as integer) and "
        "s.day < $first_day::date + cast(f.last * $bucket_days::integer as integer) "
        "group by f.term",
        {name: values[name] for name in ("first_day", "bucket_days")}).fetchall()
    db.execute("drop table theme_found")
    return found, dict(rows), int(surges.attrs["tested"])


def _themes(db: duckdb.DuckDBPyConnection, found: pd.DataFrame, rows: Mapping[str, list[int]]
            ) -> list[tuple[list[str], str, str]]:
    """Phrases, label and search of each theme of trouble, the strongest first."""
    from analysis.themes import merged, telling, theme_words, tied

    groups = tied(found, rows)
    store(db, "temp table theme_rows", pd.DataFrame(
        {"row_id": sorted({row for group in groups for row in group.rows})}, dtype="int64"))
    about = db.execute("select row_id, epoch(published_at) as seconds, is_trouble "
                       "from theme_said semi join theme_rows using (row_id)").df()
    db.execute("drop table theme_rows")
    seconds = dict(zip(about["row_id"].tolist(), about["seconds"].tolist(), strict=True))
    trouble = set(about.loc[about["is_trouble"].fillna(False).astype(bool), "row_id"])
    kept = [theme for theme in merged(groups, seconds) if len(theme.rows) > 0
            and len(theme.rows & trouble) >= LEAST_TROUBLE * len(theme.rows)][:MOST_THEMES]
    counts = dict(zip(found["term"], found["inside"], strict=True))
    told = [telling(theme, found, rows) for theme in kept]
    stems = [theme_words(theme.phrases, counts) for theme in kept]
    surfaces = _surfaces(db, sorted({one for words in stems for one in words}))
    out: list[tuple[list[str], str, str]] = []
    labels: set[str] = set()
    for phrases, words in zip(told, stems, strict=True):
        label = name = " ".join(surfaces[one] for one in words)
        number = 2
        while label in labels:
            label, number = f"{name} ({number})", number + 1
        labels.add(label)
        out.append((phrases, label, name))
    return out


def _surfaces(db: duckdb.DuckDBPyConnection, terms: list[str]) -> dict[str, str]:
    """Each stem or pair of stems in its most frequent form: "plan chang" is "plan change"."""
    stems = sorted({stem for term in terms for stem in term.split()})
    forms = dict(db.execute(
        "select stem, arg_max(word, (n, word)) from (select s.stem, s.word, count(*) as n "
        "from search_words as s join post_words as w using (word) "
        "where list_contains($stems::varchar[], s.stem) group by s.stem, s.word) group by stem",
        {"stems": stems}).fetchall())
    return {term: " ".join(forms.get(stem, stem) for stem in term.split()) for term in terms}
