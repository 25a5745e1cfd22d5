"""Fixtures: a tiny company written by hand, a small demo company, the shared data sets."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from data.home import Home
from tests.companies import build_small_company

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_datasets() -> Path:
    """The folder of public data sets; skips where it is absent."""
    folder = Path(os.environ.get("DECAF_SHARED", ROOT.parent / "shared" / "datasets"))
    if not folder.is_dir():
        pytest.skip(f"public data sets are not at {folder} (set DECAF_SHARED)")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A built company of three customers and a dozen interactions, written by hand."""
    return build_small_company(Home(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Home:
    """A built demo company of 4,000 customers and 12 months; workers of one run share the build."""
    mine = tmp_path_factory.mktemp("demo")
    if worker_id == "master":
        return _demo(Home(mine))
    built = tmp_path_factory.getbasetemp().parent / "demo"
    with built.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            part = built.with_suffix(".part")
            shutil.copytree(_demo(Home(mine)).path, part, symlinks=True)
            part.rename(built)
            return Home(mine)
    # A copy of its own: a test that decides or marks something writes into the home.
    shutil.copytree(built, mine, symlinks=True, dirs_exist_ok=True)
    return Home(mine)


def _demo(home: Home) -> Home:
    from data.build import build
    from data.demo_load import load_demo

    load_demo(home, customers=4_000, months=12, seed=7)
    build(home)
    return home
