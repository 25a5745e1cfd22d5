"""A load killed at any moment leaves all of it or nothing, and a repeat finishes the job."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from data import lake
from data.home import Home
from data.ingest import load_file

ROUNDS = 24
ROWS = 30_000
ROOT = Path(__file__).resolve().parent.parent.parent
# One process imports everything once; each load is a fork of it that can be killed.
NURSERY = """
import os, signal, sys, time
from pathlib import Path
import data.ingest.load, data.ingest.mojibake, ftfy, duckdb, pyarrow.parquet
from data.home import Home
for line in sys.stdin:
    home, file, delay = line.rstrip("\\n").split("\\t")
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        data.ingest.load.load_file(Home(Path(home)), file)
        os._exit(0)
    if delay:
        time.sleep(float(delay))
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print(time.monotonic() - started, flush=True)
"""


@pytest.fixture
def nursery() -> object:
    process = subprocess.Popen([sys.executable, "-c", NURSERY], cwd=ROOT, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    yield process
    assert process.stdin
    process.stdin.close()
    process.wait(timeout=30)


def run(
    nursery: subprocess.Popen[str], home: Home, file: Path, *, kill_after: float | None
) -> float:
    """Load in a child and return its seconds; kill it after some."""
    assert nursery.stdin
    assert nursery.stdout
    delay = "" if kill_after is None else str(kill_after)
    nursery.stdin.write(f"{home.path}\t{file}\t{delay}\n")
    nursery.stdin.flush()
    return float(nursery.stdout.readline())


def big_file(path: Path) -> Path:
    words = "weâ€™re sorry your parcel is late"
    lines = ["interaction_id,channel,direction,published_at,text"]
    for number in range(ROWS):
        date = "2026-99-01" if number % 10 == 0 else "2026-01-01 10:00:00"
        lines.append(f"{number},x,inbound,{date},{words} {number % 50}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_killed_load_is_whole_or_absent(
    nursery: subprocess.Popen[str], tmp_path: Path
) -> None:
    file = big_file(tmp_path / "posts.csv")
    run(nursery, Home(tmp_path / "first"), file, kill_after=None)
    seconds = run(nursery, Home(tmp_path / "measured"), file, kill_after=None)
    chance = random.Random(7)
    outcomes = set()
    home = Home(tmp_path / "home")
    for number in range(ROUNDS):
        # Spread over the whole run and beyond its end, random within each slice of it.
        share = (number + chance.random()) / ROUNDS * 1.2
        run(nursery, home, file, kill_after=seconds * (share if number < ROUNDS - 1 else 3))
        found = lake.loads(home)
        outcomes.add(len(found))
        assert sum(load.rows_in for load in found) in (0, ROWS)
        for table in ("interactions", "rejected"):
            assert all(path.exists() for path in lake.parts(home, table))
        if found or number % 6 == 5:
            repeat = load_file(home, file)
            assert repeat.already == bool(found)
            assert (repeat.load.rows_in, repeat.load.rows_rejected) == (ROWS, ROWS // 10)
            assert not list(home.lake.rglob("*.writing"))
            assert not (home.lake / "tmp").exists()
            home = Home(tmp_path / f"home {number}")
    assert outcomes == {0, 1}
