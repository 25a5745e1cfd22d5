"""Puts the demo company into the lake, as one load that replaces an earlier demo."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable

from data import lake
from data.home import Home, sync
from data.settings import (
    Settings,
    SettingsError,
    load_settings,
    save_settings,
    settings_from,
)

SOURCE = "demo"
NAME = "demo --customers {} --months {} --seed {}"
Progress = Callable[[int, int], None]


def load_demo(
    home: Home, *, customers: int = 40_000, months: int = 24, seed: int = 7,
    progress: Progress | None = None,
) -> lake.Load:
    """Generate the demo company and commit it; an earlier demo is replaced.

    ``progress(month, months)``.  Raises ValueError for sizes that make no company, HomeBusy when
    another process writes.
    """
    from data.demo import demo_company

    company = demo_company(customers=customers, months=months, seed=seed, progress=progress)
    name = NAME.format(customers, months, seed)
    load_id = lake.new_load_id()
    with home.writing():
        lake.sweep(home)
        earlier = demo_loads(home)
        rows = {table: lake.write_part(home, table, load_id, [content])
                for table, content in company.tables.items()}
        rows["interactions"] = lake.write_part(home, "interactions", load_id,
                                               company.interactions)
        total = sum(rows.values())
        load = lake.Load(
            load_id=load_id, loaded_at=lake.now_iso(), source=SOURCE, file=name,
            file_hash=hashlib.sha256(name.encode()).hexdigest(), rows_in=total, rows_kept=total,
            rows_rejected=0, tables=rows, replaces=[old.load_id for old in earlier],
        )
        lake.commit(home, load)
        # After the data: a process killed here leaves what the next demo puts right.
        if not home.settings.exists() or _settings_now(home) == Settings():
            save_settings(home, settings_from(company.settings))
        write_truth(home, company.truth)
    return load


def remove_demo(home: Home) -> int:
    """Take the demo company out of the lake; returns the rows that no longer count.

    Its truth goes too, and its settings where nobody has changed them.
    """
    with home.writing():
        earlier = demo_loads(home)
        if earlier:
            lake.commit(home, lake.Load(
                load_id=lake.new_load_id(), loaded_at=lake.now_iso(), source=SOURCE,
                file="demo removed", file_hash="", rows_in=0, rows_kept=0, rows_rejected=0,
                replaces=[old.load_id for old in earlier],
            ))
        home.truth.unlink(missing_ok=True)
        if _settings_now(home) in _demo_settings(home):
            save_settings(home, Settings())
        lake.sweep(home)
        return sum(old.rows_kept for old in earlier)


def _settings_now(home: Home) -> Settings | None:
    """The settings as they are; None where there are none that can be read."""
    try:
        return load_settings(home) if home.settings.exists() else None
    except SettingsError:
        return None


def _demo_settings(home: Home) -> list[Settings]:
    """The settings of every demo company that was ever loaded here."""
    from data.demo.company import settings
    from data.demo.plan import Plan

    names = {str(json.loads(path.read_text(encoding="utf-8"))["file"])
             for path in home.manifest.glob("*.json")}
    sizes = [re.fullmatch(NAME.replace("{}", r"(\d+)"), name) for name in sorted(names)]
    return [settings_from(settings(Plan(*(int(number) for number in size.groups()))))
            for size in sizes if size]


def demo_loads(home: Home) -> list[lake.Load]:
    """The loads of the demo company that count."""
    return [load for load in lake.loads(home) if load.source == SOURCE and load.tables]


def write_truth(home: Home, truth: object) -> None:
    """Write ``truth.json``: what the demo planted, for tests of the analysis."""
    home.path.mkdir(parents=True, exist_ok=True)
    temporary = home.truth.with_suffix(".writing")
    temporary.write_text(json.dumps(truth, indent=None, default=str), encoding="utf-8")
    sync(temporary)
    temporary.replace(home.truth)
