"""The machine, clocks, and commands run as processes of their own."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from data.scripts import fixed_sum

ROOT = Path(__file__).resolve().parent.parent


def machine() -> dict[str, Any]:
    """What the numbers were taken on; ``load`` tells whether it was busy with other things."""
    load = os.getloadavg()[0]
    return {"at": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(),
            "memory_bytes": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
            "load": load, "processor": _processor(), "yardstick": yardstick(),
            "python": platform.python_version(), "duckdb": version("duckdb"),
            "streamlit": version("streamlit")}


def yardstick() -> dict[str, float]:
    """Processor seconds of two fixed pieces of work on one core, by which machines compare.

    ``engine``: a sum of a million groups of five million rows.  ``python``: three million steps of
    a loop.  The least of three each.
    """
    return {"engine": min(_spent(fixed_sum) for _ in range(3)),
            "python": min(_spent(_loop) for _ in range(3))}


def _spent(work: Callable[[], object]) -> float:
    at = time.process_time()
    work()
    return time.process_time() - at


def _loop() -> int:
    found = 0
    for number in range(3_000_000):
        found += number % 7
    return found


def _processor() -> str | None:
    """What the system calls the processor, where it tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((line.partition(":")[2].strip() for line in lines
                 if line.startswith("model name")), None)


class Clock:
    """Collects the wall and processor seconds of what runs inside ``with``."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def __enter__(self) -> None:
        self._at = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.wall.append(time.perf_counter() - self._at[0])
        self.cpu.append(time.process_time() - self._at[1])

    def told(self, *, skip: int = 0) -> dict[str, float]:
        """Median and worst wall seconds, and median processor seconds, without the first few."""
        wall, cpu = self.wall[skip:], self.cpu[skip:]
        return {"seconds": statistics.median(wall), "best_seconds": min(wall),
                "worst_seconds": max(wall), "cpu_seconds": statistics.median(cpu)}


def timed_child(module: str, *arguments: object) -> dict[str, Any]:
    """Run ``python -m module`` and tell wall and processor seconds and peak memory of it alone.

    ``said`` is what it printed.
    Raises RuntimeError with the last of what it said where it fails.
    """
    started = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", module, *map(str, arguments)], cwd=ROOT,
                             stdout=subprocess.PIPE)
    assert child.stdout is not None
    said = child.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{module} {arguments[0]} failed: {said[-2000:]}")
    return {"seconds": time.perf_counter() - started,
            "cpu_seconds": usage.ru_utime + usage.ru_stime,
            "peak_memory_bytes": 1024.0 * usage.ru_maxrss, "said": said}


def folder_size(path: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
