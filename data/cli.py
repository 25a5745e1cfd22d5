"""The command line: ``python -m data COMMAND``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from data.cli_brief import brief
from data.cli_edited import retrain, rules, words
from data.console import HomeOption, err, fail, one_line, out
from data.home import HomeBusy, find_home
from data.settings import SettingsError

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
    help="Decaf's data: load exports into the lake and build the warehouse.",
)


def main() -> None:
    """Run a command; what a person can mend is told in one line, with exit code 2."""
    try:
        app()
    except Exception as error:
        if not isinstance(error, _told()):
            raise
        fail(str(error))


def _told() -> tuple[type[Exception], ...]:
    """The errors that need no traceback."""
    import duckdb

    from data.brief import BriefError
    from data.checks import BuildError
    from data.ingest import LoadError
    from data.own_labels import LabelsRefused
    from data.warehouse import NoWarehouse, QueryFailed

    return (HomeBusy, SettingsError, BriefError, BuildError, LabelsRefused, LoadError, NoWarehouse,
            QueryFailed, OSError, UnicodeDecodeError, duckdb.Error)


def _bar() -> Progress:
    return Progress(TextColumn("{task.description}", markup=False), BarColumn(),
                    TimeElapsedColumn(), console=err, transient=True,
                    disable=not sys.stderr.isatty())


@contextmanager
def _listening(name: str) -> Iterator[Callable[[float, str], None]]:
    """A progress bar for one file; the caller tells it the share done and what is going on."""
    with _bar() as bar:
        task = bar.add_task(name, total=1.0)
        yield lambda share, what: bar.update(task, completed=share, description=f"{name}: {what}")


@app.command()
def demo(
    home: HomeOption = None,
    customers: Annotated[int, typer.Option(min=500, help="Customers of the company")] = 40_000,
    months: Annotated[int, typer.Option(min=2, help="Months of history")] = 24,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same company")] = 7,
    remove: Annotated[bool, typer.Option("--remove", help="Take the demo out again")] = False,
) -> None:
    """Put the demo company into the lake; it replaces an earlier demo."""
    from data.demo_load import load_demo, remove_demo

    place = find_home(home)
    if remove:
        out.print(f"Removed the demo company: {remove_demo(place):,} rows. Now run: build")
        return
    with _bar() as bar:
        task = bar.add_task("Making the demo company", total=months)
        load = load_demo(place, customers=customers, months=months, seed=seed,
                         progress=lambda month, _: bar.update(task, completed=month))
    rows = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in load.tables.items())
    out.print(f"Demo company in {place.path}: {rows}.", markup=False)


@app.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="Files to load", metavar="FILE...")],
    home: HomeOption = None,
    source: Annotated[str | None, typer.Option(help="Name of the source; default: told from the "
                                               "columns")] = None,
    mapping: Annotated[Path | None, typer.Option(help="TOML that maps the file's columns")] = None,
    brand: Annotated[str | None, typer.Option(help="Brand that the rows are about")] = None,
) -> None:
    """Load exports into the lake."""
    from data.ingest import LoadError, LoadResult, load_file

    place = find_home(home)
    results: list[LoadResult] = []
    failed = 0
    for file in files:
        try:
            with _listening(one_line(file.name)) as progress:
                result = load_file(place, file, source=source, mapping=mapping, brand=brand,
                                   progress=progress)
        except LoadError as error:
            failed += 1
            err.print(one_line(error), style="red", markup=False)
            continue
        results.append(result)
        known = " (already loaded, nothing changed)" if result.already else ""
        got = result.load
        out.print(f"{one_line(file.name)}: {one_line(got.source)}, {got.rows_in:,} rows in, "
                  f"{got.rows_kept:,} kept, {got.rows_rejected:,} rejected{known}", markup=False)
        for note in result.notes:
            out.print(f"  note: {one_line(note)}", markup=False)
    _summary([result.load for result in results if not result.already])
    if failed:
        raise SystemExit(2)


def _summary(loads: list[object]) -> None:
    from data.lake import Load

    got = [load for load in loads if isinstance(load, Load)]
    if not got:
        return
    rows_in, kept = sum(x.rows_in for x in got), sum(x.rows_kept for x in got)
    out.print(f"Summary: {rows_in:,} rows in = {kept:,} kept + {rows_in - kept:,} rejected")
    for title, field in (("rejected", "reasons"), ("repaired", "repaired")):
        counts: dict[str, int] = {}
        for one in got:
            for reason, number in getattr(one, field).items():
                counts[reason] = counts.get(reason, 0) + number
        for reason, number in sorted(counts.items(), key=lambda item: -item[1]):
            out.print(f"  {number:>9,} {title}: {one_line(reason)}", markup=False)
    unused = sorted({name for one in got for name in one.unused_columns})
    if unused:
        listed = ", ".join(map(one_line, unused[:12])) + (", ..." if len(unused) > 12 else "")
        out.print(f"  columns not used: {listed}", markup=False)


@app.command()
def build(
    home: HomeOption = None,
    whole: Annotated[bool, typer.Option("--whole", help="Take over nothing from the last build")]
    = False,
) -> None:
    """Score what is new, build the warehouse, check it and swap it in."""
    from data.build import build as run_build

    place = find_home(home)
    with _bar() as bar:
        task = bar.add_task("Building", total=1.0)
        done = run_build(place, whole=whole, report=lambda what, share: bar.update(
            task, completed=share, description=what.capitalize()))
    for name, seconds in done.steps:
        out.print(f"  {seconds:7.2f} s  {name}")
    if done.scored:
        out.print(f"Scored {done.scored:,} new texts.")
    for name, number in done.older_versions.items():
        out.print(f"{name}: {number:,} older versions of a row left out.")
    if done.since:
        out.print(f"Made anew from {done.since:%d %b %Y} on; what lies before is as it was. "
                  "--whole makes all anew.")
    out.print(f"Warehouse {done.version}: {done.rows.get('interactions', 0):,} interactions, "
              f"{done.rows.get('conversations', 0):,} conversations, "
              f"{done.rows.get('customers', 0):,} customers, in {done.seconds:.1f} s.")


@app.command()
def status(
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable")] = False,
) -> None:
    """Show what is loaded and how fresh the warehouse is."""
    from data.status import status as read_status

    found = read_status(find_home(home))
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=1))
        return
    table = Table("source", "loads", "parts", "rows in", "kept", "rejected", "newest post (UTC)")
    for one in found.sources:
        table.add_row(one.source, f"{one.loads:,}", f"{one.parts:,}", f"{one.rows_in:,}",
                      f"{one.rows_kept:,}", f"{one.rows_rejected:,}",
                      one.newest_published_at or "-")
    out.print(table if found.sources else "Nothing is loaded yet.")
    out.print(f"Home: {found.home}", markup=False)
    out.print(f"Newest published_at: {found.newest_published_at or '-'}")
    if found.warehouse_version is None or found.warehouse_age_seconds is None:
        out.print("Warehouse: none yet. Run: python -m data build")
        return
    late = f", {found.loads_since_build} loads since" if found.loads_since_build else ""
    out.print(f"Warehouse: version {found.warehouse_version}, built {found.warehouse_built_at}, "
              f"{found.warehouse_age_seconds / 3600:.1f} hours old{late}")


@app.command()
def rejects(
    home: HomeOption = None,
    source: Annotated[str | None, typer.Option(help="Only this source")] = None,
) -> None:
    """List the rejected rows with file, line and reason."""
    from data.status import rejected_rows

    frame = rejected_rows(find_home(home), source=source)
    for row in frame.itertuples():
        text = one_line(row.original_text)
        short = text if len(text) <= 120 else text[:117] + "..."
        typer.echo(f"{one_line(row.file)}:{row.line_number}: {one_line(row.reason)} | {short}")
    typer.echo(f"{len(frame):,} rejected rows", err=True)


@app.command()
def template(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="A table of the contract")],
) -> None:
    """Print an empty CSV with a table's columns."""
    from data.contract import template as make

    try:
        sys.stdout.write(make(table).replace("\r\n", "\n"))
    except ValueError as error:
        fail(str(error))


@app.command()
def contract() -> None:
    """Print the data contract, as it stands in docs/data-contract.md."""
    from data.contract import markdown

    sys.stdout.write(markdown())


@app.command()
def metrics() -> None:
    """Print every metric's definition, as it stands in docs/metrics.md."""
    from data.metrics.texts import metrics_page

    sys.stdout.write(metrics_page())


# Commands that stand in files of their own.
_BRIEF = app.command()(brief)
_RULES = app.command()(rules)
_RETRAIN = app.command()(retrain)
_WORDS = app.command()(words)
