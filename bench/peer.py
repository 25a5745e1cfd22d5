"""Ten million interactions beside a peer: load, build, six questions, many clients, start, memory.

``make_data.sql`` of the shared data sets makes the table.  Its rows are loaded through a mapping,
its customers through another.  The questions are asked twice over: each alone through the app's
query layer, none cached, beside the bare engine over the raw table in the same run; and all six at
once as a page of the running app over its web socket, by 1, 10 and 25 clients with filters of their
own.  What the peer took was measured on the same class of machine (Apache Superset 6.1).
"""

from __future__ import annotations

import itertools
import os
import resource
import statistics
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.client import Visitor
from bench.machine import Clock, machine, timed_child
from bench.peer_questions import QUESTIONS, Question
from bench.server import Server, serving
from data.filters import EVERYONE, Filters
from data.home import Home
from data.scripts import export, run_script
from data.sqlfiles import bind
from data.warehouse import Warehouse

SUPERSET = {"questions_ms": [159, 303, 235, 201, 389, 182], "six_by_one_seconds": 1.03,
            "bare_six_seconds": 0.53, "six_by_10_seconds": 7.9, "six_by_25_seconds": 21.0,
            "start_seconds": 8.2, "memory_bytes": 1_000_000_000}
LAST = date(2024, 12, 30)
SEGMENTS = ("consumer", "premium", "business", "public")
REGIONS = ("north", "south", "east", "west", "central")
MAPPING = """source = "peer"
table = "interactions"
social_channels = ["x", "facebook", "instagram"]
[columns]
interaction_id = "interaction_id"
published_at = "occurred_at"
customer_id = "customer_id"
channel = "channel"
purpose = "purpose"
polarity = "polarity"
first_reply_at = "response_minutes"
[constants]
direction = "inbound"
[minutes_after]
first_reply_at = "published_at"
"""
CUSTOMERS = """source = "peer"
table = "customers"
[columns]
customer_id = "customer_id"
segment = "segment"
region = "region"
"""


def run(*, out: Path, shared: Path | None, quick: bool = False) -> dict[str, Any]:
    """Everything; what was made is kept in ``out/peer`` and used again by the next run.

    Raises FileNotFoundError where make_data.sql is not there.
    """
    script = _script(shared)
    folder = out / "peer"
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {"workload": "peer", "machine": machine(), "superset": SUPERSET}
    raw = folder / "raw.duckdb"
    if not raw.exists():
        run_script(raw, script.read_text(encoding="utf-8"))
    home = Home(folder / "home")
    found |= _load_and_build(folder, raw, home)
    found["alone"] = _alone(home, raw, folder, rounds=2 if quick else 5)
    found |= _together(home.path, folder, clients=(1, 10) if quick else (1, 10, 25),
                       rounds=3 if quick else 8)
    found["peak_memory_of_the_bench_bytes"] = 1024 * resource.getrusage(
        resource.RUSAGE_SELF).ru_maxrss
    return found


def _script(shared: Path | None) -> Path:
    place = shared or Path(os.environ.get("DECAF_SHARED", "shared"))
    script = place / "peer" / "make_data.sql"
    if not script.exists():
        raise FileNotFoundError(
            f"{script} is not there. Name the folder of the shared data sets, which holds "
            "peer/make_data.sql, with --shared DIR or DECAF_SHARED.")
    return script


def _load_and_build(folder: Path, raw: Path, home: Home) -> dict[str, Any]:
    """Load and build in processes of their own, so that time and memory are theirs alone."""
    if home.warehouse.exists():
        return {"load": None, "build": None}
    found: dict[str, Any] = {}
    for name, query, mapping in (
        ("customers", "select distinct customer_id, segment, region from interactions", CUSTOMERS),
        ("interactions", "from interactions", MAPPING),
    ):
        file, toml = folder / f"{name}.parquet", folder / f"{name}.toml"
        rows = export(raw, query, file)
        toml.write_text(mapping, encoding="utf-8")
        spent = _quiet("data", "load", file, "--mapping", toml, "--home", home.path)
        found["load" if name == "interactions" else f"load_{name}"] = {
            **spent, "rows": rows, "rows_per_second": rows / spent["seconds"],
            "rows_per_cpu_second": rows / spent["cpu_seconds"], "file_bytes": file.stat().st_size}
        file.unlink()
    spent = _quiet("data", "build", "--home", home.path)
    found["build"] = {**spent, "warehouse_bytes": home.warehouse.resolve().stat().st_size}
    return found


def _quiet(*command: object) -> dict[str, Any]:
    spent = timed_child(str(command[0]), *command[1:])
    spent.pop("said")
    return spent


def _alone(home: Home, raw: Path, folder: Path, *, rounds: int) -> list[dict[str, Any]]:
    """Each question by itself: through the query layer, and bare over the raw table."""
    db = Warehouse(home)
    bare = Home(folder / "bare")
    bare.path.mkdir(exist_ok=True)
    if not bare.warehouse.exists():
        bare.warehouse.symlink_to(raw.resolve())
    table = Warehouse(bare)
    out = []
    for one in QUESTIONS:
        ours, theirs = Clock(), Clock()
        for filters in itertools.islice(_choices(one), rounds + 1):
            with ours:
                one.ask(db, filters, EVERYONE)
            with theirs:
                table.cursor().execute(one.raw, bind(one.raw, filters.params())).fetchall()
        out.append({"question": one.words, "ours": ours.told(skip=1), "bare": theirs.told(skip=1),
                    "sql": one.ask.__name__})
    return out


def _choices(one: Question) -> Iterator[Filters]:
    for back, (region, segment) in enumerate(itertools.product(REGIONS, SEGMENTS)):
        end = LAST - timedelta(days=back)
        yield one.filters(Filters(end - timedelta(days=90), end, segments=(segment,),
                                  regions=(region,)))


def queries() -> Iterator[str]:
    """Queries of the page's address, each with another filter and another last day."""
    for back, region, segment in itertools.product(range(1, 400), REGIONS, SEGMENTS):
        last = LAST - timedelta(days=back)
        yield urlencode([("period", "Choose dates"), ("dates", str(last - timedelta(days=89))),
                         ("dates", str(last)), ("segments", segment), ("regions", region)])


def _together(home: Path, folder: Path, *, clients: tuple[int, ...],
              rounds: int) -> dict[str, Any]:
    asked = queries()
    with serving(home, folder, script="bench/peer_page.py", query=next(asked)) as server:
        found: dict[str, Any] = {"start_seconds": server.first_page_seconds,
                                 "memory_after_start_bytes": server.memory()}
        for count in clients:
            found[f"six_by_{count}"] = _crowd(server, count, rounds if count == 1 else 2, asked)
        found["memory_at_end_bytes"] = server.memory()
        found["tracebacks"] = server.complaints()
    with serving(home, folder) as server:
        found["dashboard_start_seconds"] = server.first_page_seconds
        found["dashboard_memory_bytes"] = server.memory()
    return found


def _crowd(server: Server, count: int, rounds: int, asked: Iterator[str]) -> dict[str, Any]:
    """All clients ask for the six at the same time, each with another filter, ``rounds`` times."""
    visitors = [Visitor(server.address) for _ in range(count)]
    for one in visitors:
        one.visit("", next(asked))
    seconds, all_done, failed = [], [], 0
    for _ in range(rounds):
        wanted = [next(asked) for _ in visitors]
        took = [0.0] * count
        bad = [False] * count

        def go(at: int, wanted: list[str] = wanted, took: list[float] = took,
               bad: list[bool] = bad) -> None:
            answer = visitors[at].visit("", wanted[at])
            took[at], bad[at] = answer.seconds, answer.failed

        threads = [threading.Thread(target=go, args=(at,)) for at in range(count)]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        all_done.append(time.perf_counter() - started)
        seconds += took
        failed += sum(bad)
    for one in visitors:
        one.close()
    return {"clients": count, "rounds": rounds, "failed": failed, "worst_seconds": max(seconds),
            "until_all_done_seconds": statistics.median(all_done),
            "median_seconds": statistics.median(seconds)}
