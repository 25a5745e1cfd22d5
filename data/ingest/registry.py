"""The sources there are, read from the heads of their files, and which of them fits a file.

A source is an SQL file (``data/sql/sources``) or a mapping in TOML (``data/sources``); a home may
bring its own in ``sources/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from data.contract import TABLES
from data.home import Home
from data.ingest.errors import LoadError, listed
from data.ingest.mapping import Mapped, read_mapping

HERE = Path(__file__).parent.parent
FOLDERS = (HERE / "sql" / "sources", HERE / "sources")
CONTRACT = "contract"


@dataclass(frozen=True)
class Source:
    """One format that can be loaded.

    ``fits``: each a set of columns that recognises a file; ``needs`` is the first of them.
    Columns of pages are written ``list.key``.  ``statements``: SQL by table.
    """

    name: str
    reads: str
    kind: Literal["contract", "table", "pages", "mapping"]
    fits: tuple[tuple[str, ...], ...]
    may_have: tuple[str, ...]
    writes: tuple[str, ...]
    path: Path
    statements: tuple[tuple[str, str], ...] = ()
    mapping: Mapped | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns without which it does not fit."""
        return self.fits[0] if self.fits else ()

    @property
    def lists(self) -> frozenset[str]:
        """The lists of pages that its SQL reads as ``raw_<list>``."""
        if self.kind != "pages":
            return frozenset()
        names = [name for fit in (*self.fits, self.may_have) for name in fit]
        return frozenset(name.rpartition(".")[0] for name in names)


@dataclass(frozen=True)
class Recognition:
    """Which source fits some columns; where none does, the nearest and what it also needs."""

    source: str | None
    table: str | None
    nearest: str | None
    missing: tuple[str, ...]

    def sentence(self, file: str, columns: Sequence[str]) -> str:
        """What is found, in one line."""
        if self.source:
            return f"{file} fits {self.source}" + (f" ({self.table})" if self.table else "")
        return (
            f"no source fits {file}: its columns are {listed(tuple(columns))}; the nearest source"
            f" is {self.nearest}, which also needs {listed(self.missing)}"
        )


def sources(home: Home | None = None) -> list[Source]:
    """All sources: the shipped ones and the home's own.  Raises LoadError for a broken file."""
    folders = [*FOLDERS, *([home.path / "sources"] if home else [])]
    found: dict[str, Source] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.sql")):
            source = read_source(path)
            found[source.name] = source
        for path in sorted(folder.glob("*.toml")):
            mapped = read_mapping(path)
            found[mapped.source] = from_mapping(mapped, path)
    return list(found.values())


def from_mapping(mapped: Mapped, path: Path) -> Source:
    """A mapping as a source."""
    needs = mapped.recognised_by or tuple(dict.fromkeys(mapped.columns.values()))
    return Source(mapped.source, f"{mapped.table} through a mapping", "mapping", (needs,), (),
                  (mapped.table,), path, mapping=mapped)


def read_source(path: Path) -> Source:
    """A source from its SQL file.  Raises LoadError naming what its head lacks."""
    head, *rest = re.split(r"(?m)^-- table:[ \t]*(.*)$", path.read_text(encoding="utf-8"))
    said: dict[str, str] = {}
    key = ""
    for line in head.splitlines():
        match = re.match(r"--\s*([a-z ]+?):\s*(.*)", line)
        if match:
            key = match[1]
            said[key] = match[2].strip()
        elif line.startswith("--   ") and key:
            said[key] += " " + line[2:].strip()
        else:
            key = ""
    for name in ("source", "reads", "recognised by"):
        if not said.get(name):
            raise LoadError(f"{path.name} lacks the line '-- {name}: ...' at its head")
    statements = [(table.strip(), sql.strip().rstrip(";")) for table, sql
                  in zip(rest[::2], rest[1::2], strict=True)]
    if statements and statements[0][0] == "each":
        fits = tuple(table.required for table in TABLES.values())
        return Source(said["source"], said["reads"], "contract", fits, (), tuple(TABLES), path,
                      tuple(statements))
    for table, _ in statements:
        if table not in TABLES:
            raise LoadError(f"{path.name}: {table} is not a table of the contract")
    if not statements:
        raise LoadError(f"{path.name} lacks a line '-- table: NAME' with a SELECT below it")
    fits = tuple(_names(one) for one in said["recognised by"].split(" or "))
    pages = all("." in name for fit in fits for name in fit)
    writes = tuple(dict.fromkeys(table for table, _ in statements))
    return Source(said["source"], said["reads"], "pages" if pages else "table", fits,
                  _names(said.get("may have", "")), writes, path, tuple(statements))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


@dataclass(frozen=True)
class _Candidate:
    source: Source
    table: str | None
    needs: tuple[str, ...]
    known: int
    missing: tuple[str, ...]
    excluded: bool = False

    @property
    def label(self) -> str:
        return f"{self.source.name} ({self.table})" if self.table else self.source.name


def candidates(columns: Sequence[str], among: Iterable[Source]) -> list[_Candidate]:
    """Every source (and table of the contract), those that fit best first."""
    have = {name.lower() for name in columns}
    found: list[_Candidate] = []
    for source in among:
        if source.kind == "contract":
            found += _contract_tables(source, have)
            continue
        for fit in source.fits:
            known, missing = _compare(fit, source.may_have, have)
            if source.kind == "pages" and missing:
                # The bare objects of the main list, one a line, are the same thing without pages.
                bare = tuple(name.rpartition(".")[2] for name in fit)
                if not _compare(bare, (), have)[1]:
                    known, missing = len(bare), ()
            found.append(_Candidate(source, None, fit, known, missing))
    return sorted(found, key=lambda one: (
        bool(one.missing) or one.excluded,
        -(1 - len(one.missing) / max(len(one.needs), 1)) if one.missing else 0,
        -one.known, one.table is not None))


def _compare(
    needs: Sequence[str], may_have: Sequence[str], have: set[str]
) -> tuple[int, tuple[str, ...]]:
    known = {name.lower() for name in (*needs, *may_have)} & have
    return len(known), tuple(name for name in needs if name.lower() not in have)


def _contract_tables(source: Source, have: set[str]) -> list[_Candidate]:
    found = []
    for table in TABLES.values():
        known = sum(name in have for name in table.names)
        missing = tuple(name for name in table.required if name not in have)
        # Two columns of ours in a file of thirty are a coincidence, not our table.
        stranger = known * 2 < len(have)
        found.append(_Candidate(source, table.name, table.required, known, missing, stranger))
    # An interactions file without a direction must not pass as a list of agents.
    most = max(one.known for one in found)
    return [one if one.known == most else
            _Candidate(one.source, one.table, one.needs, one.known, one.missing, True)
            for one in found]


def recognise(columns: Sequence[str], home: Home | None = None) -> Recognition:
    """The source that fits a file's columns."""
    return recognised(candidates(columns, sources(home)))


def recognised(ranked: Sequence[_Candidate]) -> Recognition:
    """The first of ranked candidates, where it fits."""
    best = ranked[0]
    if not best.missing and not best.excluded:
        return Recognition(best.source.name, best.table, best.label, ())
    near = next((one for one in ranked if one.missing and not one.excluded), None)
    near = near or next((one for one in ranked if one.missing), best)
    return Recognition(None, None, near.label, near.missing)
