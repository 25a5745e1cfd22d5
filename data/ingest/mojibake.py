"""Repairs text that was decoded wrongly somewhere on its way (``cafÃ©``), and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from data.contract import Table
from data.ingest.reader import identifier

# Two characters in a row that UTF-8 read as Windows-1252 or Latin-1 leaves behind.
SUSPICIOUS = (
    "[\\x{C2}-\\x{F4}][\\x{80}-\\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)
NOT_PROSE = ("channel", "network", "direction", "in_reply_to", "language", "wave")


def mend(text: str) -> str:
    """The text with mojibake undone; good text comes back as it is."""
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    return fix_encoding(text) if is_bad(text) else text


def mend_table(db: duckdb.DuckDBPyConnection, name: str, table: Table) -> int:
    """Repair the texts of a checked table in place; returns how many cells were changed."""
    changed = 0
    for column in table:
        if column.kind != "text" or column.name in NOT_PROSE or column.name.endswith("_id"):
            continue
        cell = identifier(column.name)
        # Plain ASCII has as many bytes as characters; comparing is cheaper than searching.
        found = db.execute(
            f"select distinct {cell} from {name} where strlen({cell}) > length({cell})"
            f" and regexp_matches({cell}, '{SUSPICIOUS}')"
        )
        pairs = list(_mended(found))
        if not pairs:
            continue
        db.register("mended", pa.table({"old": [old for old, _ in pairs],
                                        "new": [new for _, new in pairs]}))
        done = db.execute(
            f"update {name} set {cell} = mended.new from mended where {cell} = mended.old"
        ).fetchone()
        db.unregister("mended")
        changed += int(done[0]) if done else 0
    return changed


def _mended(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    while rows := found.fetchmany(10_000):
        for (text,) in rows:
            better = mend(text)
            if better != text:
                yield text, better
