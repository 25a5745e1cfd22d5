"""One file into the lake: whole, with every rejected row kept beside it, or not at all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data import lake
from data.contract import TABLES
from data.home import Home
from data.ingest import notes
from data.ingest.checked import Checked, check
from data.ingest.errors import LoadError
from data.ingest.mapped import Plan, main_rows, make_views, reading
from data.ingest.open_file import Opened, choose, known_sources, open_file
from data.ingest.sheet_file import ParquetFile
from data.settings import SettingsError, load_settings

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class LoadResult:
    """A load that counts; ``already``: it did so before, and nothing was written.

    ``notes``: what a person should know about it, one line each.
    """

    load: lake.Load
    already: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What a load is told besides the file: own brands and the moment beyond which is future."""

    brand: str | None
    brands: tuple[str, ...]
    now: datetime


def load_file(
    home: Home, path: Path | str, *, source: str | None = None,
    mapping: Path | Mapping[str, Any] | None = None, brand: str | None = None,
    progress: Progress | None = None, now: datetime | None = None,
) -> LoadResult:
    """Load one file.  Takes the home's writer lock itself.

    Raises LoadError (one line) when the file cannot be read or no source fits, HomeBusy when
    another writer is at work; in both cases nothing of the file is in the lake.
    """
    tell = progress or (lambda share, what: None)
    path = Path(path).expanduser()
    with home.writing():
        lake.sweep(home)
        # Below the lake, where all is ours: a folder of the home may be the user's own.
        shutil.rmtree(home.lake / "tmp", ignore_errors=True)
        work = home.lake / "tmp" / lake.new_load_id()
        work.mkdir(parents=True)
        try:
            return _load(home, path, work, source, mapping, context(home, brand, now), tell)
        except (duckdb.OutOfMemoryException, MemoryError):
            raise LoadError(f"{path.name} needs more memory than there is; split it") from None
        except (duckdb.Error, pa.ArrowException, OSError, UnicodeDecodeError) as error:
            # A disk that is full, or a source of one's own whose SQL is wrong.
            raise LoadError(f"{path.name} cannot be loaded: {error}") from None
        finally:
            shutil.rmtree(work.parent, ignore_errors=True)


def context(home: Home | None, brand: str | None, now: datetime | None) -> Context:
    """Brand, own brands and now (UTC, without zone).  Raises LoadError for broken settings."""
    brands: tuple[str, ...] = (brand,) if brand else ()
    if not brands and home and home.settings.exists():
        try:
            brands = load_settings(home).brands
        except SettingsError as error:
            raise LoadError(str(error)) from None
    moment = now or datetime.now(UTC)
    if moment.tzinfo:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return Context(brand, brands, moment)


def _load(
    home: Home, path: Path, work: Path, source: str | None,
    mapping: Path | Mapping[str, Any] | None, told: Context, tell: Progress,
) -> LoadResult:
    tell(0.0, "opening")
    opened = open_file(path, work, known := known_sources(home))
    opened, chosen = choose(opened, known, source=source, mapping=mapping)
    brand = told.brand or _brands_that_matter(chosen, told)
    reading_hash = hash_of_reading(chosen, mapping)
    file_hash = lake.hash_file(path)
    earlier = lake.already_loaded(home, file_hash=file_hash, source=chosen.source.name,
                                  brand=brand, mapping_hash=reading_hash)
    said = notes.of_brands(chosen, told.brands)
    if earlier:
        tell(1.0, "already loaded")
        return LoadResult(earlier, True, tuple(said))
    with duckdb.connect() as db:
        result = read_and_check(db, opened, chosen, told, tell, work=work)
        replaced = _replaced(home, file_hash, chosen, set(result.kept))
        tell(0.7, "writing")
        load_id = lake.new_load_id()
        tables = {name: count for name, count in result.kept.items() if count}
        said += notes.of_repeats(home, file_hash=file_hash, source=chosen.source.name,
                                 tables=tables)
        if "interactions" in tables:
            said += notes.of_shared_ids(db, home, source=chosen.source.name, replaced=replaced)
        for name in tables:
            target = lake.part_path(home, name, load_id)
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_suffix(".writing")
            result.write_kept(name, temporary)
            lake.settle(temporary, target)
        if result.rejected:
            tell(0.9, "writing rejected rows")
            lake.write_part(home, "rejected", load_id, result.rejects(opened.reader))
        repaired = dict(opened.repaired)
        if result.mended:
            repaired["mojibake"] = result.mended
        load = lake.Load(
            load_id=load_id, loaded_at=lake.now_iso(), source=chosen.source.name,
            file=path.name, file_hash=file_hash, rows_in=result.rows_in,
            rows_kept=sum(result.kept.values()), rows_rejected=result.rejected, tables=tables,
            reasons=result.reasons, repaired=repaired, unused_columns=list(chosen.unused),
            brand=brand, mapping_hash=reading_hash,
            replaces=replaced,
            social_channels=list(chosen.source.mapping.social_channels
                                 if chosen.source.mapping else ()),
        )
    lake.commit(home, load)
    tell(1.0, "done")
    return LoadResult(load, False, tuple(said))


def read_and_check(
    db: duckdb.DuckDBPyConnection, opened: Opened, chosen: Plan, told: Context, tell: Progress,
    *, work: Path, limit: int | None = None,
) -> Checked:
    """Read a file into ``db`` and check its rows."""
    # The session's zone must not matter; and what does not fit into memory goes to the home.
    db.execute("set TimeZone = 'UTC'")
    db.execute("set temp_directory = $folder", {"folder": str(work / "spill")})
    for name, value in (("now", told.now), ("source", chosen.source.name),
                        ("brand", told.brand), ("brands", list(told.brands))):
        cast = "::varchar" if name == "brand" else "::varchar[]" if name == "brands" else ""
        db.execute(f"set variable {name} = $value{cast}", {"value": value})
    tell(0.1, "reading")
    # A source's SQL takes texts; a table of the contract is taken as it is.
    if chosen.table and isinstance(opened.reader, ParquetFile):
        opened.reader.keep_types({column.name: column.kind for column in TABLES[chosen.table]})
    opened.reader.fill(db, chosen.wanted, limit)
    views = make_views(db, chosen)
    tell(0.35, "checking")
    return check(db, views, reading(chosen.source), main_rows(chosen.source))


def hash_of_reading(chosen: Plan, mapping: Path | Mapping[str, Any] | None) -> str:
    """A hash of the SQL or mapping a file is read with: a changed source reads a file anew."""
    if isinstance(mapping, Mapping):
        text = repr(chosen.source.mapping)
    else:
        text = chosen.source.path.read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _brands_that_matter(chosen: Plan, told: Context) -> str | None:
    """Brands of the settings, where the source's SQL asks for them."""
    asks = notes.asks_for_brands(chosen)
    return "|".join(told.brands) if asks and told.brands else None


def _replaced(home: Home, file_hash: str, chosen: Plan, tables: set[str]) -> list[str]:
    """Loads of the same bytes into the same tables, read in another way before."""
    return [load.load_id for load in lake.loads(home)
            if load.file_hash == file_hash and load.source == chosen.source.name
            and (not load.tables or tables & set(load.tables))]
