"""What a card says about its number: the definition and the statement behind it."""

from __future__ import annotations

import re
from datetime import date, datetime

from data.filters import EVERYONE, Filters, Viewer
from data.sqlfiles import FOLDER, bind, sql_file
from data.warehouse import metric_sql, metric_values


def definition(name: str) -> str:
    """The metric's definition: the comment at the head of its SQL file, as one paragraph."""
    words = []
    for line in sql_file(f"metrics/{name}.sql").splitlines():
        if not line.startswith("--"):
            break
        words.append(line.removeprefix("--").strip())
    return " ".join(words)


def metrics_page() -> str:
    """The text of ``docs/metrics.md``: every metric with its definition."""
    lines = ["# Metrics", "",
             "<!-- Made from data/sql/metrics by `python -m data metrics`; do not edit. -->"]
    for path in sorted((FOLDER / "metrics").glob("[a-z]*.sql")):
        lines += ["", f"## {path.stem}", "", definition(path.stem)]
    return "\n".join(lines) + "\n"


def sql_text(
    name: str, filters: Filters | None = None, viewer: Viewer = EVERYONE, **more: object
) -> str:
    """The metric's statement with the shared conditions written out.

    With filters given, the values that are bound when it runs stand in the text, so that it can be
    run as it is.  Raises KeyError when a value is missing.
    """
    sql = metric_sql(name)
    if filters is None:
        return sql
    values = bind(sql, {**metric_values(filters, viewer), **more})
    return re.sub(r"\$([a-z_]+)", lambda found: _literal(values[found.group(1)]), sql)


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(one) for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return f"{'timestamp' if isinstance(value, datetime) else 'date'} '{value}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)
