"""Scores texts that hold a brand word anew, on top of what the engines gave them."""

from __future__ import annotations

import hashlib

import duckdb
import pandas as pd

from data.home import Home
from data.kept import kept
from data.lexicon import lexicon_in_use, score_with
from data.retraining import adjustments_in_use
from data.scoring import engine_versions


def apply_lexicon(home: Home, db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Replace in ``scores`` the rows of ``read_texts`` in which an entry of the lexicon holds.

    Only these texts are scored again, once per version of engines and lexicon; the scores are kept
    in ``lake/scores``.  Returns facts for the build: the lexicon's version and its text.
    """
    from analysis.lexicon import hits

    found = lexicon_in_use(home)
    lexicon = found.value
    facts = {"engine_lexicon": lexicon.version, "lexicon": found.text}
    if not lexicon.entries:
        return facts
    rows = db.execute(
        "select text_hash, text from read_texts where regexp_matches(text, $pattern) "
        "order by text_hash",
        {"pattern": lexicon.candidates}).fetchall()
    mine = [(key, text) for key, text in rows if hits(lexicon, text)]
    if not mine:
        return facts

    def make() -> pd.DataFrame:
        return score_with(lexicon, [text for _, text in mine], adjustments_in_use(home)).assign(
            text_hash=[key for key, _ in mine])

    name = "|".join([lexicon.version, *sorted(f"{part}={version}" for part, version in
                                             engine_versions(home).items()), *(k for k, _ in mine)])
    frame = kept(home.lake / "scores" / "lexicon", hashlib.sha256(name.encode()).hexdigest()[:24],
                 make)
    db.register("frame", frame)
    db.execute("delete from scores where text_hash in (select text_hash from frame)")
    db.execute("insert into scores by name select * from frame")
    db.unregister("frame")
    return facts
