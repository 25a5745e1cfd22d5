"""Sorts posts into topics: known ones by their words, new ones found in what is left over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.home import Home
from data.lake import now_iso, settle
from data.sqlfiles import bind, sql_file
from data.stored import store
from data.topics import topic_terms, topics_in_use

MOST_FOUND, POSTS_PER_TOPIC, LEAST_POSTS = 15, 150, 25
MOST_FITTED, KEPT_WORDS, _SHOWN = 40_000, 40, 12
_TOPICS = {"topic_id": "str", "kind": "str", "name": "str", "words": "object", "since": "str"}


def make_topics(home: Home, db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Make the tables topics and topic_posts; returns facts for the build.

    topics: topic_id, kind (known, found), name, words, since.  topic_posts: a row for each post
    and topic, or ``none``, with ``sure`` (1 for a known topic, else how like the post is to it) and
    what filters ask for.  A found topic keeps its id and name from build to build;
    ``lake/topics.json`` remembers each that ever was.
    """
    found = topics_in_use(home)
    known = found.value
    db.execute(f"create temp table topic_texts as {sql_file('topics/said.sql')}")
    db.execute(f"create temp table topic_text_of as {sql_file('topics/text_of.sql')}")
    store(db, "temp table topic_terms", pd.DataFrame(
        topic_terms(known), columns=["place", "is_out", "kind", "wanted", "phrase"]).astype(
        {"place": "int64", "is_out": "bool", "kind": "str", "wanted": "str", "phrase": "str"}))
    db.execute(f"create temp table topic_known as {sql_file('topics/known.sql')}")
    rows = [{"topic_id": f"known: {one.name}", "kind": "known", "name": one.name,
             "words": list(one.words_any), "since": ""} for one in known]
    store(db, "temp table topic_ids", pd.DataFrame(
        {"place": range(1, len(known) + 1), "topic_id": [one["topic_id"] for one in rows]}
    ).astype({"place": "int64", "topic_id": "str"}))
    more, belongs = _found(home, db, {one.name for one in known})
    store(db, "table topics", pd.DataFrame(rows + more, columns=list(_TOPICS)).astype(_TOPICS),
           "select topic_id, kind, name, cast(words as varchar[]) as words, since from frame")
    store(db, "temp table topic_found", belongs)
    db.execute(f"create table topic_posts as {sql_file('topics/posts.sql')}")
    for name in ("texts", "text_of", "terms", "known", "ids", "found"):
        db.execute(f"drop table topic_{name}")
    return {"topics": found.text}


def _found(home: Home, db: duckdb.DuckDBPyConnection, taken: set[str]
           ) -> tuple[list[dict[str, Any]], pd.DataFrame]:
    """The topics found in what no known one explains, and which text belongs to which."""
    from analysis.topics import belonging, find_topics, known_again, name_of, tf_idf
    from analysis.words import STOP_WORDS

    nothing = pd.DataFrame({"text_id": pd.Series(dtype="int64"), "topic_id": pd.Series(dtype="str"),
                            "sure": pd.Series(dtype="float64")})
    sql = sql_file("topics/words.sql")
    words = db.execute(sql, bind(sql, {"stop_words": sorted(STOP_WORDS), "least": 10})).df()
    texts, ids = pd.factorize(words["text_id"])
    columns, stems = pd.factorize(words["stem"], sort=True)
    vocabulary = [str(one) for one in stems]
    many = min(MOST_FOUND, len(ids) // POSTS_PER_TOPIC)
    if not many:
        return [], nothing
    from scipy.sparse import csr_matrix

    matrix = tf_idf(csr_matrix((words["times"].to_numpy(float), (texts, columns)),
                               shape=(len(ids), len(vocabulary))))
    read_from = f"{_hash_of(words)}-{many}"
    memory = _remembered(home)
    earlier = _vectors([one["words"] for one in memory], vocabulary)
    active = np.array([one["active"] for one in memory], dtype=bool)
    if active.any() and all(one["read_from"] == read_from for one in memory if one["active"]):
        # The same posts as at the build before: a further fit would move them between topics.
        weights = [one["words"] for one in memory if one["active"]]
    else:
        # Every so-and-so-many-th text: the order of rows is that of time.
        step = -(-len(ids) // MOST_FITTED)
        weights = [_heaviest(one, vocabulary) for one in find_topics(
            matrix[::step], many=many, earlier=earlier[active] if len(memory) else earlier)]
    # Posts belong by the words that are remembered, so the next build can say the same.
    topics = _vectors(weights, vocabulary)
    best, _ = belonging(matrix, topics)
    kept = [at for at in range(len(topics)) if (best == at).sum() >= LEAST_POSTS]
    weights, topics = [weights[at] for at in kept], topics[kept]
    best, sure = belonging(matrix, topics)
    was = known_again(topics, earlier)
    surfaces = _surfaces(db, sorted({word for one in weights for word in list(one)[:_SHOWN]}))
    names = taken | {str(one["name"]) for one in memory}
    rows, numbers = [], []
    for one in memory:
        one["active"] = False
    for at, words_of in enumerate(weights):
        if was[at] >= 0:
            mine = memory[was[at]]
        else:
            mine = {"number": 1 + max((one["number"] for one in memory), default=0),
                    "name": name_of(list(words_of), surfaces, names), "since": now_iso()[:10]}
            names.add(mine["name"])
            memory.append(mine)
        mine |= {"words": words_of, "active": True, "read_from": read_from}
        numbers.append(f"found: {mine['number']}")
        rows.append({"topic_id": numbers[at], "kind": "found", "name": mine["name"],
                     "words": [surfaces.get(one, one) for one in list(words_of)[:_SHOWN]],
                     "since": mine["since"]})
    _remember(home, memory)
    told = best >= 0
    return rows, pd.DataFrame({
        "text_id": np.asarray(ids)[told].astype("int64"),
        "topic_id": pd.Series([numbers[at] for at in best[told]], dtype="str"),
        "sure": sure[told]})


def _hash_of(words: pd.DataFrame) -> str:
    """Tells whether the posts to sort are those of another build, whatever their row numbers."""
    texts = pd.factorize(words["text_id"])[0]
    seen = pd.util.hash_pandas_object(
        pd.DataFrame({"text": texts, "stem": words["stem"], "times": words["times"]}), index=False)
    return hashlib.sha256(seen.to_numpy().tobytes()).hexdigest()[:16]


def _heaviest(topic: np.ndarray, vocabulary: Sequence[str]) -> dict[str, float]:
    """The weightiest words of a topic, the first first."""
    order = np.argsort(-topic, kind="stable")[:KEPT_WORDS]
    return {vocabulary[word]: round(float(topic[word]), 4) for word in order
            if topic[word] > 0.01}


def _vectors(topics: Sequence[dict[str, float]], vocabulary: Sequence[str]) -> np.ndarray:
    """Topics, given as words and weights, over the words of this build, each of length 1 (or 0)."""
    place = {word: at for at, word in enumerate(vocabulary)}
    out = np.zeros((len(topics), len(vocabulary)))
    for at, one in enumerate(topics):
        for word, weight in one.items():
            if word in place:
                out[at, place[word]] = weight
    unit: np.ndarray = out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    return unit


def _surfaces(db: duckdb.DuckDBPyConnection, stems: list[str]) -> dict[str, str]:
    """Each stem in its most frequent form."""
    return dict(db.execute(
        "select stem, arg_max(word, (n, word)) from (select s.stem, s.word, count(*) as n "
        "from search_words as s join post_words as w using (word) "
        "where list_contains($stems::varchar[], s.stem) and not starts_with(s.word, '#') "
        "group by s.stem, s.word) group by stem", {"stems": stems}).fetchall())


def _memory_file(home: Home) -> Path:
    return home.lake / "topics.json"


def _remembered(home: Home) -> list[dict[str, Any]]:
    """Every topic that was ever found; a file that cannot be read counts for nothing."""
    try:
        found = json.loads(_memory_file(home).read_text(encoding="utf-8"))
        return [{"number": int(one["number"]), "name": str(one["name"]), "active":
                 bool(one["active"]), "since": str(one["since"]),
                 "read_from": str(one.get("read_from", "")),
                 "words": {str(word): float(weight) for word, weight in one["words"].items()}}
                for one in found]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return []


def _remember(home: Home, memory: list[dict[str, Any]]) -> None:
    target = _memory_file(home)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".writing")
    temporary.write_text(json.dumps(memory, ensure_ascii=False, indent=1), encoding="utf-8")
    settle(temporary, target)
