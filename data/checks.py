"""What must hold before a new warehouse may be used."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from data.carry import WHOLE, Since
from data.contract import TABLES


class BuildError(RuntimeError):
    """The new warehouse failed a check and was not swapped in."""


def check_warehouse(
    db: duckdb.DuckDBPyConnection, older_versions: Mapping[str, int],
    since: Since = WHOLE,
) -> dict[str, int]:
    """Rows per table of the warehouse.  Raises BuildError naming the check that failed.

    Conversations that begin before ``since`` were checked by the build that made them.
    """
    for name in TABLES:
        came, kept = _numbers(
            db, f"select (select count(*) from lake_{name}), (select count(*) from {name})"
        )
        if came != kept + older_versions.get(name, 0):
            raise BuildError(
                f"{name}: {came:,} rows in the lake, but {kept:,} in the warehouse and "
                f"{older_versions.get(name, 0):,} older versions"
            )
    inbound, in_conversations = _numbers(
        db,
        "select (select count(*) from interactions where direction = 'inbound'), "
        "(select coalesce(sum(inbound), 0) from conversations)",
    )
    if inbound != in_conversations:
        raise BuildError(
            f"{inbound:,} inbound interactions, but conversations hold {in_conversations:,}"
        )
    (doubled,) = _numbers(
        db, "select count(*) - count(distinct conversation_key) from conversations "
        "where abs(conversation_key) >= $row", row=since.row
    )
    if doubled:
        raise BuildError(f"{doubled:,} conversations stand twice")
    social, counted = _numbers(
        db, "select (select count(*) from conversations where is_social), "
        "(select count(*) from social_conversations)"
    )
    if social != counted:
        raise BuildError(f"{social:,} social conversations, but {counted:,} of them are counted")
    rows, in_cube = _numbers(
        db,
        "select (select count(*) from interactions), "
        "(select coalesce(sum(interactions), 0) from daily_cube)",
    )
    if rows != in_cube:
        raise BuildError(f"{rows:,} interactions, but the daily cube counts {in_cube:,}")
    for wave, answers, weighted, left_out in db.execute(
        "select w.wave, w.answers, count(a.weight), count(a.left_out) from survey_waves as w "
        "left join survey_answers as a using (wave) where w.problem is null group by all"
    ).fetchall():
        if answers != weighted + left_out:
            raise BuildError(f"survey wave {wave}: {answers:,} answers, but {weighted:,} weighted "
                             f"and {left_out:,} left out")
    names = [row[0] for row in db.execute(
        "select table_name from duckdb_tables() where not temporary order by 1").fetchall()]
    return {name: _numbers(db, f"select count(*) from {name}")[0] for name in names}


def _numbers(db: duckdb.DuckDBPyConnection, sql: str, **values: int) -> tuple[int, ...]:
    return tuple(int(value) for value in db.execute(sql, values).fetchall()[0])
