"""A build killed at any moment leaves the warehouse as it was or as it is after."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from data import lake
from data.home import Home
from data.warehouse import Warehouse
from tests.companies import build_small_company, put, say

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20


def start(home: Home) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "data", "build", "--home", str(home.path)], cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )


def interactions(home: Home) -> int:
    rows = Warehouse(home).cursor().execute("select count(*) from interactions").fetchall()
    return int(rows[0][0])


def test_killing_a_build_at_random_moments_harms_nothing(tmp_path: Path) -> None:
    home = build_small_company(Home(tmp_path / "home"))
    before = interactions(home)
    put(home, interactions=[say(n, "x", "2026-03-20 10:00", text=f"Post number {n}")
                            for n in range(1000, 3000)])
    after = before + 2000
    # The moments are drawn over the time that a whole build takes on this machine.
    started = time.monotonic()
    rehearsal = Home(tmp_path / "rehearsal")
    build_small_company(rehearsal)
    started = time.monotonic()
    assert start(rehearsal).wait() == 0
    whole = time.monotonic() - started
    dice = random.Random(7)
    killed = 0
    for _ in range(KILLS):
        process = start(home)
        time.sleep(dice.uniform(0.1, 1.0) * whole)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        assert interactions(home) in (before, after)
        assert sum(load.rows_kept for load in lake.loads(home)) == sum(
            load.rows_in for load in lake.loads(home))
    assert killed >= KILLS // 2, "most of the builds were killed under way"
    assert start(home).wait() == 0, "a repeat finishes the job"
    assert interactions(home) == after
    assert not list(home.versions.glob("*.building*"))
