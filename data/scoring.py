"""Scores each distinct inbound text once per model version and keeps the scores in the lake."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.home import Home
from data.lake import settle
from data.retraining import adjustments_in_use, current

BATCH = 4_000
Progress = Callable[[int, int], None]


def engine_versions(home: Home | None = None) -> dict[str, str]:
    """The version of each model that scores: a change of version scores every text anew.

    With a home, what its own labels changed is part of the version.
    """
    from analysis import purpose, sentiment

    own = current(home) if home else {}
    parts = {"sentiment": [sentiment.model_version(), own.get("sentiment")],
             "purpose": [purpose.model_version(), own.get("purpose"), own.get("intent")]}
    return {part: "+".join(name for name in names if name) for part, names in parts.items()}


def label_limits() -> dict[str, float]:
    """The polarity below which a message counts as negative, and above which as positive."""
    from analysis.sentiment import NEGATIVE_BELOW, POSITIVE_ABOVE

    return {"negative_below": NEGATIVE_BELOW, "positive_above": POSITIVE_ABOVE}


def score_texts(texts: Sequence[str], adjustments: Mapping[str, Any] | None = None, *,
                labelled_as: Sequence[str] | None = None) -> pd.DataFrame:
    """Sentiment and purpose of each text, in order, with what own labels change by facet.

    A text that taught an adjustment is read by one that was fitted without it, so that rates of
    audited posts and shares corrected by them hold for posts that nobody labelled.
    ``labelled_as``: the texts as people labelled them, where ``texts`` are written otherwise.
    Columns: polarity, subjectivity, sentiment (missing where the language cannot be read),
    sentiment_confidence, text_language, purpose, intent, purpose_confidence.
    """
    from analysis.engines.adjustment import without_own

    groups = without_own(adjustments or {}, texts if labelled_as is None else labelled_as)
    if len(groups) == 1:
        return _read(texts, groups[0][1])
    parts = [_read([texts[row] for row in rows], own).set_axis(rows) for rows, own in groups]
    return pd.concat(parts).sort_index()


def _read(texts: Sequence[str], own: Mapping[str, Any]) -> pd.DataFrame:
    from analysis.purpose import classify
    from analysis.sentiment import score

    feeling = score(texts, adjustment=own.get("sentiment")).drop(columns="supported").rename(
        columns={"confidence": "sentiment_confidence", "language": "text_language"})
    aim = classify(texts, own).rename(columns={"confidence": "purpose_confidence"})
    return pd.concat([feeling.reset_index(drop=True), aim.reset_index(drop=True)], axis=1)


def score_folder(home: Home) -> Path:
    """Where the parts of the current model versions lie."""
    versions = engine_versions(home)
    name = "--".join(versions[part].replace("/", "_") for part in sorted(versions))
    return home.lake / "scores" / name


def score_files(home: Home) -> list[str]:
    """Score parts made by the current model versions."""
    return [str(path) for path in sorted(score_folder(home).glob("*.parquet"))]


def score_new(home: Home, db: duckdb.DuckDBPyConnection, progress: Progress | None = None, *,
              most: int | None = None) -> int:
    """Score the texts in ``messages`` that no part holds yet, all or so many; returns how many.

    Each batch is one finished part, so that a killed build goes on where it stopped.  Leaves the
    temporary tables ``read_texts`` (each inbound text and its hash) and ``scores``.
    """
    folder = score_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob("*.writing"):
        leftover.unlink()
    db.execute("create or replace temp table read_texts as "
               "select md5(text) as text_hash, text from (select distinct text from messages "
               "where direction = 'inbound' and text is not null)")
    make_scores(home, db)
    db.execute(
        "create or replace temp table unscored as "
        "select text_hash, text from read_texts "
        "where text_hash not in (select text_hash from scores)"
        + ("" if most is None else f" order by text_hash limit {int(most)}")
    )
    total = db.execute("select count(*) from unscored").fetchall()[0][0]
    done = 0
    for hashes, frame in _scored(_batches(db), total, adjustments_in_use(home)):
        table = pa.Table.from_pandas(frame.assign(text_hash=hashes), preserve_index=False)
        target = folder / f"{time.time_ns():020d}.parquet"
        temporary = target.with_suffix(".writing")
        pq.write_table(table, temporary, compression="zstd")
        settle(temporary, target)
        done += len(frame)
        if progress:
            progress(done, total)
    if total:
        make_scores(home, db)
    db.execute("drop table unscored")
    return int(total)


def make_scores(home: Home, db: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary table ``scores``: one row per text hash of ``read_texts``."""
    files = score_files(home)
    if files:
        db.execute("create or replace temp table scores as select s.* from read_parquet($files) "
                   "as s semi join read_texts as t on s.text_hash = t.text_hash",
                   {"files": files})
    else:
        db.execute(
            "create or replace temp table scores (text_hash varchar, polarity double, "
            "subjectivity double, sentiment varchar, sentiment_confidence double, "
            "text_language varchar, purpose varchar, intent varchar, purpose_confidence double)"
        )


def _batches(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[list[str], list[str]]]:
    reader = db.execute("select text_hash, text from unscored order by text_hash")
    while rows := reader.fetchmany(BATCH):
        yield [row[0] for row in rows], [row[1] for row in rows]


def _scored(
    batches: Iterator[tuple[list[str], list[str]]], total: int, adjustments: dict[str, Any]
) -> Iterator[tuple[list[str], pd.DataFrame]]:
    workers = min(os.cpu_count() or 1, total // BATCH)
    if workers < 2:
        for hashes, texts in batches:
            yield hashes, score_texts(texts, adjustments)
        return
    # Spawned, not forked: DuckDB's threads would not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting = []
        for hashes, texts in batches:
            waiting.append((hashes, pool.submit(score_texts, texts, adjustments)))
            if len(waiting) > 2 * workers:
                first, future = waiting.pop(0)
                yield first, future.result()
        for hashes, future in waiting:
            yield hashes, future.result()
