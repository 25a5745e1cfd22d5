"""Makes ``docs/performance.md`` and its plots of the results that are kept in ``bench/results``.

``python -m bench.performance`` writes them; ``size.json`` and ``peer.json`` are what
``python -m bench size --out`` and ``python -m bench peer --out`` wrote.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.growth import TARGETS, WHY, apart, costs, growth, machine_for, steps, table
from bench.machine import ROOT
from bench.plot import Line, plot

_LENT = (" Above a million interactions {:,} texts are scored, and the others are lent the labels "
         "of these: such pages say nothing, but are as large and as slow.")
RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "performance.md"


def page(size: dict[str, Any] | None, peer: dict[str, Any] | None) -> str:
    """The text of the page for the results there are."""
    out = ["# How fast it is", "",
           "<!-- Made by `python -m bench.performance` from bench/results; do not edit. -->", ""]
    if size:
        out += ["## By size", "", *_size(size)]
    if peer:
        out += _peer(peer)
    if not size and not peer:
        out += ["No results are kept yet."]
    return "\n".join(out).rstrip() + "\n"


def _size(found: dict[str, Any]) -> list[str]:
    """The table of a run, the pages of its last size, and how costs grow where there are several.
    """
    sizes = found["sizes"]
    rows: list[tuple[str, list[str]]] = [
        ("interactions", [f"{one['interactions']:,}" for one in sizes]),
        ("taken, UTC", [_when(one, found) for one in sizes]),
        ("load, rows/s", [f"{one['load']['rows_per_second']:,.0f}" for one in sizes]),
        ("load, rows per processor second",
         [f"{one['load']['rows_per_cpu_second']:,.0f}" for one in sizes]),
        ("score, posts/s", [_number(one["score"]["posts_per_second"]) for one in sizes]),
        ("build without scoring, s",
         [f"{one['build']['seconds_without_scoring']:.0f}" for one in sizes]),
        ("build, processor s", [f"{one['build']['cpu_seconds']:.0f}" for one in sizes]),
        ("build, peak memory, GB",
         [f"{one['build']['peak_memory_bytes'] / 1e9:.1f}" for one in sizes]),
        ("build, spilled to disk at most, GB",
         [_number(_spilled(one), 1) for one in sizes]),
        ("build after 1 % more, s (share of the first)", [_again(one) for one in sizes]),
        ("warehouse, GB", [f"{one['warehouse_bytes'] / 1e9:.2f}" for one in sizes]),
        ("cold start to first page, s", [f"{one['cold_start_seconds']:.1f}" for one in sizes]),
        ("filter change, script in the server, ms (P50 / P95)",
         [_pair(one["pages"]["script"]) for one in sizes]),
        ("target for its P95, ms", [str(TARGETS.get(one["millions"], "")) for one in sizes]),
        ("the same through the HTTP interface, ms", [_pair(one["pages"]["http"]) for one in sizes]),
        ("an empty page through it, ms", [_pair(one["empty_page"]["http"]) for one in sizes]),
        ("a page when nothing changed, ms", [_pair(one["pages"]["unchanged"]) for one in sizes]),
        ("script ÷ bare queries", [_number(one["pages"]["overhead"], 1) for one in sizes]),
    ]
    for at, users in enumerate(line["users"] for line in sizes[0]["soak"]):
        rows.append((f"{users} users: P95 ms, pages/s, errors",
                     [_soaked(one["soak"][at]) if at < len(one["soak"]) else "–"
                      for one in sizes]))
    rows.append(("memory at start and at the end, MB",
                 [f"{one['memory_after_start_bytes'] / 1e6:,.0f} / "
                  f"{one['memory_at_end_bytes'] / 1e6:,.0f}" for one in sizes]))
    out = [_taken(found), ""]
    out += table(["", *(f"{one['millions']:g} M" for one in sizes)],
                 [[name, *cells] for name, cells in rows])
    out += ["", "The demo company's own generator makes the data. A filter change is a page with a "
            "choice that nobody asked for before (a segment, a region, a tier or everybody, over "
            "90 days or a year), timed inside the server from the script's first line to its last; "
            "users read five seconds on each page. A load is of a file of at "
            "most ten million rows; above ten million the pages are walked through fewer times and "
            "by fewer users. Accounts are matched on one core while texts are scored: a build "
            "without scoring leaves that out where texts are scored, which takes longer for it."
            + (_LENT.format(sizes[-1]["lent"]["scored"]) if sizes[-1].get("lent") else ""), ""]
    biggest = sizes[-1]
    pages = sorted(biggest["pages"]["by_page"].items(), key=lambda one: -one[1]["p50"])
    out += [f"### Pages at {biggest['millions']:g} M", ""]
    out += table(["page", "script, ms (P50)", "its queries bare, ms", "slowest query"],
                 [[name, f"{1000 * line['p50']:.0f}", f"{1000 * line['bare']:.0f}",
                   line["slowest_query"]] for name, line in pages])
    if len(sizes) > 1:
        out += ["", "## Growth", "", "![Cost against rows](performance-growth.svg)", "",
                *growth(sizes), "", "### Steps of the build by size", "", *steps(sizes), "",
                *apart(sizes), WHY, "", *machine_for(sizes)]
    return [*out, ""]


def _peer(found: dict[str, Any]) -> list[str]:
    them = found["superset"]
    out = ["## Beside a peer: six questions of 10 million interactions", "", _taken(found), ""]
    if found.get("build"):
        load, build = found["load"], found["build"]
        out += [f"Load through a mapping: {load['rows_per_second']:,.0f} rows/s "
                f"({load['rows_per_cpu_second']:,.0f} per processor second, peak "
                f"{load['peak_memory_bytes'] / 1e9:.1f} GB). Build: {build['seconds']:.0f} s "
                f"({build['cpu_seconds']:.0f} processor seconds, peak "
                f"{build['peak_memory_bytes'] / 1e9:.1f} GB, warehouse "
                f"{build['warehouse_bytes'] / 1e9:.2f} GB).", ""]
    rows = [[one["question"], f"{1000 * one['ours']['seconds']:.0f}",
             f"{1000 * one['ours']['cpu_seconds']:.0f}", f"{1000 * one['bare']['seconds']:.0f}",
             f"{1000 * one['bare']['cpu_seconds']:.0f}", str(theirs)]
            for one, theirs in zip(found["alone"], them["questions_ms"], strict=True)]
    out += table(["question", "Decaf, ms", "its processor ms", "bare engine, ms",
                  "its processor ms", "Superset, ms"], rows)
    out += [""]
    rows = []
    for count, theirs in ((1, them["six_by_one_seconds"]), (10, them["six_by_10_seconds"]),
                          (25, them["six_by_25_seconds"])):
        line = found.get(f"six_by_{count}")
        if line:
            rows.append([f"six at once, {count} client{'s' if count > 1 else ''}, s",
                         f"{line['until_all_done_seconds']:.2f}", f"{theirs:.2f}",
                         f"{theirs / line['until_all_done_seconds']:.1f} ×"])
    bare = sum(one["bare"]["seconds"] for one in found["alone"])
    ours = found["six_by_1"]["until_all_done_seconds"] / bare
    theirs = them["six_by_one_seconds"] / them["bare_six_seconds"]
    rows += [["six at once, 1 client ÷ the bare engine in the same run", f"{ours:.2f}",
              f"{theirs:.2f}", f"{theirs / ours:.1f} ×"],
             ["start to first page, s", f"{found['start_seconds']:.1f}",
              f"{them['start_seconds']:.1f}",
              f"{them['start_seconds'] / found['start_seconds']:.1f} ×"],
             ["memory at the end, MB", f"{found['memory_at_end_bytes'] / 1e6:.0f}",
              f"{them['memory_bytes'] / 1e6:.0f}",
              f"{them['memory_bytes'] / found['memory_at_end_bytes']:.1f} ×"]]
    out += table(["", "Decaf", "Superset 6.1", "ahead"], rows)
    return [*out, "", "Superset was measured elsewhere on the same class of machine, when it was "
            f"idle; there the bare engine took {them['bare_six_seconds']:.2f} s for the six, here "
            f"{bare:.2f} s. So the ratio to the bare engine is what can be compared when this "
            "machine was busy.", ""]


def _taken(found: dict[str, Any]) -> str:
    at = found["machine"]
    return (f"Taken {at['at'][:10]} on {at['cores']} cores with "
            f"{at['memory_bytes'] / 2**30:.0f} GiB; load average {at['load']:.1f} before it began "
            f"(above {at['cores']}, other work slowed every time here). DuckDB {at['duckdb']}, "
            f"Streamlit {at['streamlit']}, Python {at['python']}." + _speed(at))


def _speed(at: dict[str, Any]) -> str:
    """By what one machine compares with another, where it was measured."""
    if "yardstick" not in at:
        return ""
    by = at["yardstick"]
    return (f" Processor {at.get('processor') or 'unknown'}: a fixed sum of the engine takes "
            f"{by['engine']:.2f} s of it and a fixed loop of Python {by['python']:.2f} s, by which "
            "this machine compares with others.")


def _when(one: dict[str, Any], found: dict[str, Any]) -> str:
    """When a size was taken, and its pages where they were walked through once more later."""
    at = str(one.get("machine", found["machine"])["at"])[:16].replace("T", " ")
    return f"{at}, pages {one['pages_at'][11:16]}" if "pages_at" in one else at


def _spilled(one: dict[str, Any]) -> float | None:
    spilled = one["build"].get("peak_spilled_bytes")
    return None if spilled is None else spilled / 1e9


def _again(one: dict[str, Any]) -> str:
    again = one.get("again")
    return f"{again['seconds']:.0f} ({100 * again['of_first_build']:.0f} %)" if again else "–"


def _pair(line: dict[str, float]) -> str:
    return f"{1000 * line['p50']:.0f} / {1000 * line['p95']:.0f}"


def _soaked(line: dict[str, Any]) -> str:
    return f"{1000 * line['p95']:.0f}, {line['pages_per_second']:.1f}, {line['errors']}"


def _number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def kept(name: str) -> dict[str, Any] | None:
    """A result that is kept, or None."""
    file = RESULTS / f"{name}.json"
    if not file.exists():
        return None
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def main() -> None:
    """Write the page and its plots."""
    size, peer = kept("size"), kept("peer")
    PAGE.write_text(page(size, peer), encoding="utf-8")
    if size and len(size["sizes"]) > 1:
        lines = [Line(name, [(one["interactions"], at(one)) for one in size["sizes"]])
                 for name, at in costs().items()]
        target: Path = PAGE.parent / "performance-growth.svg"
        target.write_text(plot(lines, x="interactions", y="cost"), encoding="utf-8")


if __name__ == "__main__":
    main()
