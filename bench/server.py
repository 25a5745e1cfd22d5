"""Starts the app as its users do, and asks the system what it takes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.client import Visitor

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running app: where, which process, and the file of its script timings."""

    address: str
    pid: int
    timings: Path
    log: Path
    first_page_seconds: float

    def memory(self) -> int:
        """Bytes that the process and its children hold alone or in part (proportional set size)."""
        return sum(_proportional(pid) for pid in _family(self.pid))

    def told(self) -> list[dict[str, Any]]:
        """The lines of the timings file: runs of the script and queries, oldest first."""
        if not self.timings.exists():
            return []
        with self.timings.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.endswith("\n")]

    def complaints(self) -> int:
        """Tracebacks in the server's log."""
        return self.log.read_text(encoding="utf-8", errors="replace").count("Traceback")


@contextmanager
def serving(home: Path, folder: Path, *, script: str = "dashboard.py", page: str = "",
            query: str = "") -> Iterator[Server]:
    """A fresh server, up to its first page; killed at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    timings, log = folder / f"timings-{port}.jsonl", folder / f"server-{port}.log"
    started = time.perf_counter()
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port),
             "--server.address", "127.0.0.1", "--server.headless", "true",
             "--server.enableAgentApi", "true"],
            cwd=ROOT, stdout=out, stderr=out,
            env={**os.environ, "DECAF_HOME": str(home), "DECAF_TIMINGS": str(timings),
                 "PYTHONPATH": str(ROOT)})
    try:
        _wait(address, process)
        visitor = Visitor(address)
        visitor.visit(page, query)
        first = time.perf_counter() - started
        visitor.close()
        yield Server(address, process.pid, timings, log, first)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(6000):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.returncode}") from None
            time.sleep(0.02)
    raise RuntimeError("the server did not answer within two minutes")


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    out = [pid]
    for one in out:
        for path in Path(f"/proc/{one}/task").glob("*/children"):
            out += [int(child) for child in path.read_text().split()]
    return out


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
