"""Reads the SQL files: values stay bound, only names of the contract are filled in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parent / "sql"
_NAME = re.compile(r"[a-z_][a-z0-9_]*( desc nulls last)?")
_PARAMETER = re.compile(r"\$([a-z_]+)")


@cache
def sql_file(relative: str) -> str:
    """The text of a file below ``data/sql``.  Raises FileNotFoundError."""
    return (FOLDER / relative).read_text(encoding="utf-8").strip() + "\n"


@cache
def build_hash() -> str:
    """Tells whether a warehouse was built by the same steps, words and patterns as these."""
    digest = hashlib.sha256()
    for path in [*sorted((FOLDER / "staging").glob("*.sql")),
                 *sorted((FOLDER / "carry").glob("*.sql")),
                 *sorted((FOLDER / "linking").glob("*.sql")),
                 *sorted((FOLDER / "marts").glob("*.sql")),
                 *sorted((FOLDER / "forecast").glob("*.sql")),
                 *sorted((FOLDER / "themes").glob("*.sql")),
                 *sorted((FOLDER / "authenticity").glob("*.sql")),
                 *sorted((FOLDER / "topics").glob("*.sql")),
                 *(Path(__file__).parent / f"{name}.py"
                   for name in (
                       "authenticity",
                       "build",
                       "calendar",
                       "carry",
                       "contract",
                       "facts",
                       "forecasting",
                       "holidays",
                       "lexicon_scores",
                       "linking",
                       "masking",
                       "own_posts",
                       "reading",
                       "reference",
                       "scoring",
                       "search",
                       "stretches",
                       "survey_weights",
                       "theme_words",
                       "themes",
                       "topic_build",
                   )),
                 # What texts that are taken over were read by.
                 *(Path(__file__).parents[1] / "analysis" / f"{name}.py"
                   for name in ("authenticity", "own_contacts", "own_posts", "own_posts_rules",
                                "profanity", "words"))]:
        digest.update(path.read_bytes())
    digest.update(version("snowballstemmer").encode())
    return digest.hexdigest()[:16]


def fill_names(sql: str, **names: tuple[str, ...]) -> str:
    """Fill ``{placeholder}`` with identifiers.  Raises ValueError for anything else."""
    for placeholder, values in names.items():
        for value in values:
            if not _NAME.fullmatch(value):
                raise ValueError(f"{value!r} is not a plain name")
        sql = sql.replace("{" + placeholder + "}", ", ".join(values))
    return sql


@lru_cache(maxsize=512)
def parameters(sql: str) -> frozenset[str]:
    """Names of the values that a statement binds; comments do not count."""
    code = "\n".join(line.split("--", 1)[0] for line in sql.splitlines())
    return frozenset(_PARAMETER.findall(code))


def bind(sql: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values that the statement needs.  Raises KeyError when one is missing."""
    return {name: values[name] for name in parameters(sql)}
