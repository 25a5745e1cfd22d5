"""The warehouse files of a home, of which one is current."""

from __future__ import annotations

import shutil
from pathlib import Path

from data.home import Home, sync


def swap_in(home: Home, temporary: Path, target: Path) -> None:
    """Make the new file the current one; the one before stays for readers that still hold it."""
    before = home.warehouse.resolve() if home.warehouse.exists() else None
    sync(temporary)
    temporary.replace(target)
    link = home.path / "warehouse.duckdb.swap"
    link.unlink(missing_ok=True)
    link.symlink_to(target.relative_to(home.path))
    link.replace(home.warehouse)
    sync(home.path)
    for old in home.versions.glob("*.duckdb*"):
        if old not in (target, before):
            remove(old)


def remove(path: Path) -> None:
    """Remove a file, or the folder in which DuckDB keeps what does not fit into memory."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
