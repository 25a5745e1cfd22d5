"""The whole way at sizes of 0.4, 10 and 50 million interactions: load, build, pages, many users.

The demo company's own generator makes the data, streamed month by month into the lake.  A load of a
file is timed beside it.  The running app is walked through over its web socket, page by page with a
filter that was not asked before; the script is timed inside the server from its first to its last
line, the same queries are run bare in the same run, and every visit is made once more through the
HTTP interface.  ``kept`` is the last run that was kept (``bench/results``).
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import performance
from bench.machine import ROOT, folder_size, machine, timed_child
from bench.server import Server, serving
from bench.soak import soak
from bench.walk import Visit, bare, choices, over_http, percentiles, walk
from data import lake
from data.home import Home
from data.scripts import copy_rows, later_rows

PAGES = ("overview", "decision", "channel_share", "social_volume", "spikes", "sentiment",
         "marketing_vs_service", "response", "incidents", "staffing", "estimates", "survey",
         "survey_planner", "representativeness", "compare", "identity", "voices", "customer",
         "participation", "routing", "own_posts", "topics", "authenticity", "audit", "data")
# 40,000 customers and 24 months bring about so many interactions.
USUAL_CUSTOMERS, USUAL_MILLIONS = 40_000, 0.4
LOADED = 10_000_000
# Larger companies are not built a second time, which takes as long as the first, nor walked through
# by more than ten at once, who wait minutes for a page.
WHOLE_UP_TO, LATER = 10.0, 0.01
# Larger companies have so many of their texts scored, and the others are lent the labels of these:
# to score every text takes an hour for ten million interactions and says nothing new.
ALL_SCORED_UP_TO, SCORED = 1.0, 20_000
KEPT = ROOT / "bench" / "results"


def run(*, out: Path, shared: Path | None, quick: bool = False,
        rows: Sequence[float] = (0.4,)) -> dict[str, Any]:
    """All sizes, one after the other; homes are kept in ``out`` and used again."""
    found: dict[str, Any] = {"workload": "size", "machine": machine(), "sizes": []}
    for millions in rows:
        folder = out / f"size-{millions:g}"
        taken = machine()
        size = {**_size(folder, millions, quick=quick), "machine": taken}
        # A run over all sizes takes an hour: what is done is kept beside its data.
        (folder / "found.json").write_text(json.dumps(size), encoding="utf-8")
        found["sizes"].append(size)
    found["compared"] = compared(found)
    return found


def _size(folder: Path, millions: float, *, quick: bool) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    home = Home(folder / "home")
    found: dict[str, Any] = {"millions": millions}
    made = folder / "made.json"
    if not made.exists():
        made.write_text(json.dumps(_made(folder, home, millions)), encoding="utf-8")
    found |= json.loads(made.read_text(encoding="utf-8"))
    small = millions <= WHOLE_UP_TO
    with serving(home.path, folder) as server:
        found["cold_start_seconds"] = server.first_page_seconds
        found["memory_after_start_bytes"] = server.memory()
        found["pages"] = _walked(server, home, rounds=1 if quick else 3 if small else 2)
        asked = choices(home)
        found["soak"] = [soak(server, PAGES[:-1], asked, users=users,
                              seconds=20 if quick else 60)
                         for users in ((1, 10) if quick or not small else (1, 10, 25, 50))]
        found["memory_at_end_bytes"] = server.memory()
        found["tracebacks"] = server.complaints()
    with serving(home.path, folder, script="bench/empty_page.py") as server:
        nothing = [Visit("", "")] * 6
        found["empty_page"] = {"http": percentiles(over_http(server, nothing)[1:])}
    if small:
        found["again"] = _again(folder, home, found)
    return found


def _again(folder: Path, home: Home, found: dict[str, Any]) -> dict[str, Any]:
    """Load one percent more, of the time after the last, into a copy of the home, and build."""
    other = Home(folder / "again")
    shutil.rmtree(other.path, ignore_errors=True)
    # Files of a home are replaced and never written into, so a second name is as good as a copy.
    shutil.copytree(home.path, other.path, copy_function=os.link, symlinks=True)
    file = folder / "later.parquet"
    count = later_rows(lake.parts(home, "interactions")[0], file, LATER)
    timed_child("data", "load", file, "--home", other.path)
    built = timed_child("bench.steps", other.path)
    steps = json.loads(built.pop("said"))
    file.unlink()
    shutil.rmtree(other.path)
    return {**built, "rows": count, "steps": steps["steps"], "scored": steps["scored"],
            "of_first_build": built["seconds"] / found["build"]["seconds_without_scoring"]}


def _made(folder: Path, home: Home, millions: float) -> dict[str, Any]:
    customers = round(USUAL_CUSTOMERS * millions / USUAL_MILLIONS)
    found: dict[str, Any] = {"customers": customers}
    found["demo"] = timed_child("data", "demo", "--customers", customers, "--home", home.path)
    found["demo"].pop("said")  # names a folder of the machine
    found["interactions"] = sum(load.tables.get("interactions", 0) for load in lake.loads(home))
    found["demo"]["rows_per_second"] = found["interactions"] / found["demo"]["seconds"]
    file = folder / "interactions.parquet"
    count = copy_rows(lake.parts(home, "interactions")[0], file, LOADED)
    other = folder / "loaded"
    spent = timed_child("data", "load", file, "--home", other)
    spent.pop("said")
    found["load"] = {**spent, "rows": count, "rows_per_second": count / spent["seconds"],
                     "rows_per_cpu_second": count / spent["cpu_seconds"]}
    file.unlink()
    lent = None
    if millions > ALL_SCORED_UP_TO:
        lent = json.loads(timed_child("bench.lend", home.path, SCORED)["said"])
        found["lent"] = lent
    built = timed_child("bench.steps", home.path)
    steps = json.loads(built.pop("said"))
    scoring = sum(seconds for name, seconds in steps["steps"] if name.startswith("score"))
    found["build"] = {**built, "steps": steps["steps"], "rows": steps["rows"],
                      "peak_spilled_bytes": steps["peak_spilled_bytes"],
                      "seconds_without_scoring": built["seconds"] - scoring}
    posts, spent_scoring = ((lent["scored"], lent["seconds"]) if lent
                            else (steps["scored"], scoring))
    found["score"] = {"posts": posts, "seconds": spent_scoring,
                      "posts_per_second": posts / spent_scoring if spent_scoring else None}
    found["lake_bytes"] = folder_size(home.lake)
    found["warehouse_bytes"] = home.warehouse.resolve().stat().st_size
    return found


def _walked(server: Server, home: Home, *, rounds: int) -> dict[str, Any]:
    """The walk, what is bare beside it, the same pages once more, and over HTTP."""
    asked = choices(home)
    visits = [Visit(page, next(asked)) for _ in range(rounds) for page in PAGES]
    # What a first look at each page imports is no part of a filter change.
    walk(server, [Visit(page, "") for page in PAGES])
    first = walk(server, visits)
    again = walk(server, [step for one in visits[:len(PAGES)] for step in (one, one)])[1::2]
    http = over_http(server, [Visit(page, next(asked)) for page in PAGES])
    bare(home, first)
    scripts = [one["script_seconds"] for one in first if one["script_seconds"] is not None]
    needed = [one for one in first if one["bare_seconds"] > 0]
    pages = {page: percentiles([one["script_seconds"] for one in first if one["page"] == page])
             for page in PAGES}
    for page, line in pages.items():
        line["bare"] = max(one["bare_seconds"] for one in first if one["page"] == page)
        line["slowest_query"] = max((one for one in first if one["page"] == page), key=lambda one:
                                    one["slowest_query_seconds"])["slowest_query"]
    return {
        "script": percentiles(scripts),
        "outside": percentiles([one["outside_seconds"] for one in first]),
        "http": percentiles(http),
        "unchanged": percentiles([one["script_seconds"] for one in again]),
        "overhead": sum(one["script_seconds"] for one in needed)
        / sum(one["bare_seconds"] for one in needed) if needed else None,
        "failed": sum(one["failed"] for one in itertools.chain(first, again)),
        "by_page": pages,
    }


def numbers(found: dict[str, Any]) -> dict[str, float]:
    """The figures of a run that are compared with another, by size and name."""
    out: dict[str, float] = {}
    for one in found["sizes"]:
        at = f"{one['millions']:g} M "
        out |= {f"{at}load rows/s": one["load"]["rows_per_second"],
                f"{at}build s without scoring": one["build"]["seconds_without_scoring"],
                f"{at}build processor s": one["build"]["cpu_seconds"],
                f"{at}build peak GB": one["build"]["peak_memory_bytes"] / 1e9,
                f"{at}warehouse GB": one["warehouse_bytes"] / 1e9,
                f"{at}cold start s": one["cold_start_seconds"],
                f"{at}filter change P50 ms": 1000 * one["pages"]["script"]["p50"],
                f"{at}filter change P95 ms": 1000 * one["pages"]["script"]["p95"],
                f"{at}unchanged P95 ms": 1000 * one["pages"]["unchanged"]["p95"],
                f"{at}overhead": one["pages"]["overhead"] or 0.0}
        out |= {f"{at}{line['users']} users P95 ms": 1000 * line["p95"] for line in one["soak"]}
    return out


def page(found: dict[str, Any]) -> str:
    """The table of a run, and each figure against the run kept last."""
    out = performance.page(found, None)
    if found["compared"]:
        out += "\n### Against the run kept last\n\n" + "".join(
            f"- {name}: {ratio:.2f} ×\n" for name, ratio in found["compared"].items())
    return out


def compared(found: dict[str, Any]) -> dict[str, float]:
    """Each figure divided by that of the run kept last, where there is one."""
    file = KEPT / "size.json"
    if not file.exists():
        return {}
    kept = numbers(json.loads(file.read_text(encoding="utf-8")))
    return {name: value / kept[name] for name, value in numbers(found).items() if kept.get(name)}
