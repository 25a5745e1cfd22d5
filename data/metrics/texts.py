"""What a card says about its number: the definition and the statement behind it."""

from __future__ import annotations

from datetime import date

from data.filters import EVERYONE, Filters, Viewer
from data.sqlfiles import FOLDER, bind, parameters, sql_file
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

    With filters given, the bound values follow as comments, so that the statement can be run
    again with the same values.
    """
    sql = metric_sql(name)
    if filters is None:
        return sql
    values = {**_absent(sql), **metric_values(filters, viewer), **more}
    lines = [f"-- ${key} = {_literal(value)}" for key, value in sorted(bind(sql, values).items())]
    return sql + "\n" + "\n".join(lines) + "\n"


def _absent(sql: str) -> dict[str, object]:
    return dict.fromkeys(parameters(sql))


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(one) for one in value) + "]"
    if isinstance(value, str | date):
        return "'" + str(value).replace("'", "''").replace("\n", " ") + "'"
    return str(value).lower() if isinstance(value, bool) else str(value)
