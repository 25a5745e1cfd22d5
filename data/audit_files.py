"""Labels as a CSV file, out and in again: duplicates are told, bad rows come back with reasons."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime

import pandas as pd

from data.audit import AuditError, Label, Post, checked, labels, standing
from data.home import Home
from data.journal import append
from data.lake import now_iso

COLUMNS = tuple(one.name for one in fields(Label))
NEEDED = ("source", "interaction_id", "who")
MOST_BYTES = 20_000_000
_MARKED = ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n")
_YES = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}


@dataclass(frozen=True)
class Imported:
    """What became of a file's rows: kept + known + rejected = rows in.

    ``rejected``: line, reason, original_text.
    """

    kept: int
    known: int
    rejected: pd.DataFrame

    @property
    def rows_in(self) -> int:
        """Rows of the file."""
        return self.kept + self.known + len(self.rejected)


def label_frame(home: Home) -> pd.DataFrame:
    """Every label ever given, oldest first, as the file has them.  Raises AuditError."""
    rows = [asdict(one) for one in labels(home)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"settles": "bool"})


def import_labels(home: Home, content: bytes, *, posts: Mapping[Post, str] | None = None
                  ) -> Imported:
    """Take in the labels of a CSV file whose columns are those of :func:`label_frame`.

    ``posts``: the hash of each post in the data; a label of another post or text is rejected.
    A row without ``at`` is dated now.  A label that is there already counts as known.  Raises
    AuditError where the file is no such table; a bad row is rejected with its line and reason.
    """
    reader = _reader(content)
    there = labels(home)
    seen = {_identity(one) for one in there}
    held = {_word(one) for one in standing(there).values()}
    kept: list[Label] = []
    rejected: list[tuple[int, str, str]] = []
    known = 0
    for row in reader:
        line = reader.line_num
        try:
            one = _label(row)
            if posts is not None:
                _in_data(one, posts)
        except AuditError as error:
            rejected.append((line, str(error), _original(row)))
            continue
        if _identity(one) in seen or (not one.at and _word(one) in held):
            known += 1
            continue
        one = replace(one, at=one.at or now_iso())
        seen.add(_identity(one))
        held.add(_word(one))
        kept.append(one)
    for one in kept:
        append(home.labels, asdict(one))
    return Imported(len(kept), known, pd.DataFrame(
        rejected, columns=["line", "reason", "original_text"]))


def is_audit_file(columns: Iterable[str]) -> bool:
    """Whether a table with these columns is a file of labels as :func:`label_frame` gives it."""
    return set(NEEDED) <= set(columns)


def labels_of(content: bytes) -> list[Label]:
    """The labels of such a file.  Raises AuditError naming the line of the first bad one."""
    reader, out = _reader(content), []
    for row in reader:
        try:
            one = _label(row)
        except AuditError as error:
            raise AuditError(f"Line {reader.line_num}: {error}") from None
        out.append(replace(one, at=one.at or now_iso()))
    return out


def _reader(content: bytes) -> csv.DictReader[str]:
    if len(content) > MOST_BYTES:
        raise AuditError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AuditError("The file is not UTF-8 text; save it as UTF-8 (CSV).") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    found = [str(name).strip() for name in reader.fieldnames or []]
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise AuditError(f"The file lacks the columns {', '.join(missing)}. It is a table with a "
                         "header row, as the download of this page gives it.")
    reader.fieldnames = found
    return reader


def _label(row: Mapping[str, object]) -> Label:
    """The label of a row.  Raises AuditError."""
    cells = {name: _plain(row.get(name)) for name in COLUMNS}
    for name in ("sentiment", "purpose", "intent", "verdict", "how", "settles"):
        cells[name] = cells[name].strip().lower()
    settles = _YES.get(cells.pop("settles"))
    if settles is None:
        raise AuditError("settles is true or false.")
    cells["at"] = _moment(cells["at"].strip())
    cells["verdict"] = cells["verdict"] or "label"
    return checked(Label(**cells, settles=settles))  # type: ignore[arg-type]


def _plain(cell: object) -> str:
    """A cell as it was before a spreadsheet was kept from reading it as a formula."""
    text = cell if isinstance(cell, str) else ""
    return text[1:] if text.startswith(_MARKED) else text


def _moment(text: str) -> str:
    if not text:
        return ""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise AuditError(f"at is a moment such as 2026-03-01T10:00:00+00:00, not {text!r}."
                         ) from None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    if at > datetime.now(UTC):
        raise AuditError("at lies in the future.")
    return at.isoformat()


def _in_data(one: Label, posts: Mapping[Post, str]) -> None:
    there = posts.get(one.post)
    if there is None:
        raise AuditError("No such post is in the data.")
    if one.text_hash and one.text_hash != there:
        raise AuditError("The post's text is not the one that was labelled.")


def _word(one: Label) -> tuple[object, ...]:
    """What somebody says of a post, whenever that was."""
    return (one.post, one.who.casefold(), one.verdict, one.settles, one.sentiment, one.purpose,
            one.intent)


def _identity(one: Label) -> tuple[object, ...]:
    return (*_word(one), one.at)


def _original(row: Mapping[str | None, object]) -> str:
    return ",".join(str(cell) for cell in row.values() if cell is not None)[:1_000]


def posts_named(content: bytes) -> set[Post]:
    """The posts that a file of labels names.  Raises AuditError as :func:`import_labels`."""
    return {(_plain(row.get("source")), _plain(row.get("interaction_id")))
            for row in _reader(content)}
