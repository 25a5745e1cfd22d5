"""The words of messages that themes are sought in, kept from build to build and read where new.

theme_texts: each distinct text by the first message that has it; theme_terms: the stems and pairs
of stems of each; theme_unknown: words that had no stem; theme_said: which message says which text;
theme_counts: messages with each frequent term per bucket of time, under theme_buckets.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from data.carry import Since
from data.sqlfiles import bind, sql_file

_TABLES = {
    "theme_stems": "stem varchar, stem_id bigint",
    "theme_texts": "text_id bigint, said_key varchar",
    "theme_terms": "text_id bigint, term_id bigint",
    "theme_unknown": "text_id bigint, word varchar",
    "theme_said": "row_id bigint, text_id bigint, author varchar, author_number bigint, day date, "
                  "published_at timestamp, channel varchar, is_social boolean, segment varchar, "
                  "region varchar, tier varchar, purpose varchar, intent varchar, "
                  "sentiment varchar, customer_id varchar, is_trouble boolean",
    "theme_counts": "term_id bigint, bucket integer, messages bigint",
    "theme_buckets": "first_day date, bucket_days integer",
}


def read_words(db: duckdb.DuckDBPyConnection, since: Since, values: Mapping[str, object]) -> int:
    """Make the tables of texts and terms, or add what is made anew since ``since``.

    A text of before is read again where a word of it has a stem now: words get theirs from the
    index of search, whose words are cut in another way.  Returns the first row that was read, 0
    where all were.
    """
    row = since.row
    if since.is_whole:
        for name, columns in _TABLES.items():
            db.execute(f"create table {name} ({columns})")
    elif db.execute("select exists (select word from words_before except select word from "
                    "search_words)").fetchall()[0][0]:
        for name in _TABLES:
            db.execute(f"delete from {name}")
        row = 0
    db.execute("insert into theme_stems select stem, row_number() over (order by stem) + (select "
               "coalesce(max(stem_id), 0) from theme_stems) from (select distinct stem from "
               "search_words where stem not in (select stem from theme_stems))")
    bound = {**values, "since_row": row}
    _run(db, "create temp table theme_said_now as", "texts", bound)
    db.execute("insert into theme_texts select text_id, said_key from theme_said_now where is_new")
    _run(db, "create temp table theme_authors_now as", "authors", bound)
    _run(db, "insert into theme_said by name", "said", bound)
    db.execute("create temp table theme_again as select distinct text_id from theme_unknown "
               "where word in (select word from search_words)")
    db.execute("create temp table theme_changed as select distinct term_id from theme_terms "
               "semi join theme_again using (text_id)")
    for name in ("theme_terms", "theme_unknown"):
        db.execute(f"delete from {name} where text_id in (select text_id from theme_again)")
    _run(db, "create temp table theme_spread as", "spread", bound)
    _run(db, "insert into theme_terms by name", "terms", bound)
    db.execute("insert into theme_unknown select distinct text_id, unknown from theme_spread "
               "where unknown is not null")
    db.execute("insert into theme_changed select distinct term_id from theme_terms "
               "semi join theme_again using (text_id)")
    for name in ("said_now", "authors_now", "again", "spread"):
        db.execute(f"drop table theme_{name}")
    return row


def count_terms(db: duckdb.DuckDBPyConnection, since: Since, values: Mapping[str, object],
                buckets: int) -> None:
    """Make the temporary theme_totals and theme_frequent, and theme_counts of the frequent terms.

    ``values`` tell the first day and the length of the ``buckets``.  Where these are those of the
    build before, only buckets from ``since`` on are counted, and all of terms that were not.
    """
    for name in ("totals", "frequent"):
        _run(db, f"create temp table theme_{name} as", name, values)
    first, length = values["first_day"], values["bucket_days"]
    cut = 0
    if not since.is_whole and db.execute("from theme_buckets").fetchall() == [(first, length)]:
        (cut,), = db.execute("select greatest(0, date_diff('day', $first::date, $since::date) // "
                             "$length::integer)",
                             {"first": first, "since": since.day, "length": length}).fetchall()
        cut = cut or 0  # without a text there is no first day
    db.execute("delete from theme_counts where bucket >= $cut or term_id not in (select term_id "
               "from theme_frequent) or term_id in (select term_id from theme_changed)",
               {"cut": cut})
    for asked, start, end in (("where term_id not in (select term_id from theme_counts)", 0, cut),
                              ("", cut, buckets)):
        if start < end:
            db.execute(f"create temp table theme_asked as select term_id from theme_frequent "
                       f"{asked}")
            _run(db, "insert into theme_counts by name", "counts",
                 {**values, "from_bucket": start, "until_bucket": end})
            db.execute("drop table theme_asked")
    db.execute("delete from theme_buckets")
    db.execute("insert into theme_buckets values ($first, $length)",
               {"first": first, "length": length})
    db.execute("drop table theme_changed")


def _run(db: duckdb.DuckDBPyConnection, what: str, file: str, values: Mapping[str, object]) -> None:
    sql = sql_file(f"themes/{file}.sql")
    db.execute(f"{what} {sql}", bind(sql, values))
