"""A fixed walk through all pages with changing filters, timed inside the server and outside."""

from __future__ import annotations

import itertools
import json
import statistics
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bench.client import Visitor
from bench.server import Server
from data.home import Home
from data.warehouse import Warehouse


@dataclass(frozen=True)
class Visit:
    """One page with one choice of filters."""

    page: str
    query: str


def choices(home: Home) -> Iterator[str]:
    """Queries of the address, none twice: another group and another last day each time.

    Everybody is one of the groups; three in four look back 90 days, one in four a year.
    """
    db = Warehouse(home).cursor()
    last = db.execute("select max(day) from interactions").fetchall()[0][0]
    # Everybody is what a page shows first, and the dearest to ask for.
    groups: list[tuple[str, str] | None] = [None]
    for column, name in (("segment", "segments"), ("region", "regions"), ("tier", "tiers")):
        found = db.execute(f"select {column} from customers group by 1 order by count(*) desc "
                           "limit 5").fetchall()
        groups += [(name, str(value)) for (value,) in found]
    lengths = (90, 90, 90, 365)
    for back in itertools.count():
        again, place = divmod(back, len(groups))
        # Each round begins one further, so that every group is looked at over either length.
        yield _query(last - timedelta(days=back % 300), lengths[(again + place) % len(lengths)],
                     groups[place])


def _query(last: date, days: int, group: tuple[str, str] | None) -> str:
    return urlencode([("period", "Choose dates"), ("dates", str(last - timedelta(days=days - 1))),
                      ("dates", str(last)), *([group] if group else [])])


def walk(server: Server, visits: Sequence[Visit]) -> list[dict[str, Any]]:
    """Each visit over the web socket: seconds of the script in the server and at the visitor."""
    visitor = Visitor(server.address)
    visitor.visit("", "")
    out = []
    for one in visits:
        before = len(server.told())
        answer = visitor.visit(one.page, one.query)
        told = server.told()[before:]
        runs = [line for line in told if line["what"] != "query"]
        asked = [line for line in told if line["what"] == "query"]
        out.append({"page": one.page, "query": one.query, "outside_seconds": answer.seconds,
                    "script_seconds": runs[-1]["seconds"] if runs else None,
                    "thread_seconds": runs[-1]["thread_seconds"] if runs else None,
                    "bytes": answer.size, "failed": answer.failed, "queries": asked})
    visitor.close()
    return out


def bare(home: Home, walked: list[dict[str, Any]]) -> None:
    """Run the queries of each visit bare, and put their seconds beside the script's."""
    cursor = Warehouse(home).cursor()
    for one in walked:
        started = time.perf_counter()
        slowest = ("", 0.0)
        for asked in one["queries"]:
            at = time.perf_counter()
            cursor.execute(asked["sql"], _values(asked["values"])).fetchall()
            slowest = max(slowest, (asked["name"], time.perf_counter() - at),
                          key=lambda pair: pair[1])
        one["bare_seconds"] = time.perf_counter() - started
        one["slowest_query"], one["slowest_query_seconds"] = slowest
        one["queries"] = len(one["queries"])


def _values(found: Any) -> Any:
    """What JSON has made of the values of a query, made dates and moments again."""
    if isinstance(found, list):
        return [_values(one) for one in found]
    if isinstance(found, dict) and set(found) == {"date"}:
        moment = datetime.fromisoformat(found["date"])
        return moment if "T" in found["date"] else moment.date()
    if isinstance(found, dict):
        return {name: _values(value) for name, value in found.items()}
    return found


def over_http(server: Server, visits: Sequence[Visit]) -> list[float]:
    """Seconds of each visit through the agent interface, which returns the page as JSON.

    Each is a session of its own: one that goes on would keep the filters of the visit before.
    """
    out = []
    for one in visits:
        query: dict[str, list[str]] = {}
        for name, value in parse_qsl(one.query):
            query.setdefault(name, []).append(value)
        asked = {"page": one.page, "query_params": query}
        request = urllib.request.Request(
            f"{server.address}/_stcore/agent/interact", json.dumps(asked).encode(),
            {"Content-Type": "application/json"})
        started = time.perf_counter()
        with urllib.request.urlopen(request, timeout=120) as response:
            json.load(response)
        out.append(time.perf_counter() - started)
    return out


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and worst, and how many."""
    ordered = sorted(seconds)
    return {"p50": statistics.median(ordered), "n": len(ordered), "worst": ordered[-1],
            "p95": ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]}
