"""The rows of one load, checked: what is kept, what is rejected and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from data.contract import TABLES, Table
from data.ingest import checks
from data.ingest.checks import Reading
from data.ingest.mojibake import mend_table
from data.ingest.reader import BATCH, Reader, identifier
from data.lake import REJECTED

REPEATED = "repeated row (same content)"
OLDER = "older version of the same id"
UNTAKEN = "no table takes this row"


@dataclass
class Checked:
    """Rows of a load by table; ``kept`` + all ``reasons`` = ``rows_in``."""

    db: duckdb.DuckDBPyConnection
    kept: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    rows_in: int = 0
    mended: int = 0

    @property
    def rejected(self) -> int:
        """Rows rejected for any reason."""
        return sum(self.reasons.values())

    def write_kept(self, table: str, target: Path) -> None:
        """Write the kept rows of a table as Parquet, columns as in the contract."""
        names = ", ".join(identifier(name) for name in (*TABLES[table].names, "line_number"))
        path = str(target).replace("'", "''")
        self.db.execute(f"copy (select {names} from kept_{table}) to '{path}'"
                        " (format parquet, compression zstd, compression_level 1)")

    def rejects(self, reader: Reader) -> Iterator[pa.Table]:
        """The rejected rows with their original text, in batches of the lake's schema."""
        self.db.execute("create or replace temp table refused as"
                        " select row_number() over (order by line_number, table_name) as place, *"
                        " from rejects")
        total = self.db.execute("select count(*) from refused").fetchone()
        for start in range(0, int(total[0]) if total else 0, BATCH):
            rows = self.db.execute(
                "select line_number, table_name, reason, original_text from refused"
                f" where place > {start} and place <= {start + BATCH} order by place").fetchall()
            asked = sorted({line for line, _, _, text in rows if text is None})
            texts = dict(reader.originals(self.db, asked)) if asked else {}
            yield pa.table(
                [[table for _, table, _, _ in rows], [line for line, *_ in rows],
                 [reason for _, _, reason, _ in rows],
                 [texts.get(line, "") if text is None else text for line, _, _, text in rows]],
                schema=REJECTED)


def check(
    db: duckdb.DuckDBPyConnection, views: dict[str, str], reading: Reading, main: str | None
) -> Checked:
    """Check every mapped table; leaves ``kept_<table>`` and ``rejects`` in the connection."""
    result = Checked(db)
    db.execute("create table rejects (table_name varchar, line_number bigint, kind varchar,"
               " reason varchar, original_text varchar)")
    only = next(iter(views)) if len(views) == 1 else ""
    db.execute("insert into rejects select $table, line_number, kind, kind || ': ' || detail,"
               " original_text from unreadable", {"table": only})
    for name, view in views.items():
        table = TABLES[name]
        present = {str(row[0]): str(row[1])
                   for row in db.execute(f"describe {view}").fetchall()}
        db.execute(f"create table checked_{name} as"
                   f" {checks.checked(table, view, present, reading)}")
        result.mended += mend_table(db, f"checked_{name}", table)
        _refuse_faulty(db, name)
        _refuse_repeated(db, table)
        result.kept[name] = _count(db, f"kept_{name}")
        result.rows_in += _count(db, f"checked_{name}")
    if main is not None:
        union = " union all ".join(f"select line_number from checked_{name}" for name in views)
        db.execute(f"insert into rejects select '', line_number, '{UNTAKEN}', '{UNTAKEN}', null"
                   f" from ({main}) where line_number not in ({union})")
        result.rows_in += _count(db, f"(from rejects where kind = '{UNTAKEN}')")
    result.rows_in += _count(db, "unreadable")
    found = db.execute("select kind, count(*) from rejects group by kind order by 2 desc, 1")
    result.reasons = {str(kind): int(count) for kind, count in found.fetchall()}
    return result


def _refuse_faulty(db: duckdb.DuckDBPyConnection, name: str) -> None:
    db.execute(
        f"""insert into rejects
        select '{name}', line_number, faults[1].kind,
            array_to_string(list_transform(faults, lambda one: one.detail), '; '), null
        from checked_{name} where faults is not null"""
    )


def _refuse_repeated(db: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Of rows with one key keep the newest, of rows all alike the first."""
    name = table.name
    key = ", ".join(identifier(column) for column in table.key)
    again = db.execute(f"select count(*) from (select 1 from checked_{name}"
                       f" where faults is null group by {key} having count(*) > 1)").fetchone()
    if not again or not again[0]:
        db.execute(f"create view kept_{name} as from checked_{name} where faults is null")
        return
    newest = ", ".join(f"{identifier(column)} desc nulls last" for column in table.newest)
    sorting = ", ".join(f"c.{identifier(column)}"
                        for column in dict.fromkeys((*table.key, *table.newest)))
    same = " and ".join(f"c.{identifier(column)} is not distinct from d.{identifier(column)}"
                        for column in table.key)
    db.execute(
        f"""create table repeated_{name} as
        with keys as (select {key} from checked_{name} where faults is null
            group by {key} having count(*) > 1),
        versions as (select c.rowid as place, c.line_number, {sorting},
                md5(row({', '.join('c.' + identifier(one) for one in table.names)})::varchar)
                    as content
            from checked_{name} c join keys d on {same} where c.faults is null),
        ranked as (select place, line_number, content,
                row_number() over newest_first as version,
                first_value(content) over newest_first as newest_content
            from versions
            window newest_first as (partition by {key}
                order by {newest + ', ' if newest else ''}line_number desc, place desc))
        select place, line_number,
            case when content = newest_content then '{REPEATED}' else '{OLDER}' end as kind
        from ranked where version > 1"""
    )
    db.execute(f"insert into rejects select '{name}', line_number, kind, kind, null"
               f" from repeated_{name}")
    db.execute(f"create view kept_{name} as from checked_{name} where faults is null"
               f" and rowid not in (select place from repeated_{name})")


def _count(db: duckdb.DuckDBPyConnection, source: str) -> int:
    found = db.execute(f"select count(*) from {source}").fetchone()
    return int(found[0]) if found else 0
