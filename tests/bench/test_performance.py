"""The page of speed is made of results; the plot puts points where their values are."""

from __future__ import annotations

import itertools
import re

import pytest

from bench.growth import growth, machine_for, steps
from bench.machine import yardstick
from bench.performance import PAGE, kept, page
from bench.plot import Line, plot


def test_the_page_is_what_the_kept_results_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(kept("size"), kept("peer")), (
        "run: python -m bench.performance")


def test_machines_are_told_apart_by_the_time_of_fixed_work() -> None:
    took = yardstick()
    assert set(took) == {"engine", "python"}
    assert min(took.values()) > 0
    found = kept("size")
    assert found is not None
    found["machine"] |= {"yardstick": {"engine": 0.25, "python": 0.125}, "processor": "Some chip"}
    assert "Some chip: a fixed sum of the engine takes 0.25 s" in page(found, None)


def test_a_plot_has_equal_steps_for_equal_ratios() -> None:
    drawn = plot([Line("<b>", [(1e6, 1), (1e7, 10), (1e8, 100)])], x="rows", y="s")
    places = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawn)]
    (x0, y0), (x1, y1), (x2, y2) = places
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.2)
    assert y0 - y1 == pytest.approx(y1 - y2, abs=0.2)
    assert "<b>" not in drawn
    with pytest.raises(ValueError, match="zero"):
        plot([Line("a", [(1, 0)])], x="", y="")


def test_names_of_lines_that_end_alike_do_not_lie_on_each_other() -> None:
    drawn = plot([Line(name, [(1e6, 1), (1e7, value)])
                  for name, value in (("a", 10), ("b", 10), ("c", 9.9), ("d", 1))], x="", y="")
    tops = sorted(float(y) for y in re.findall(r'y="([\d.]+)" fill="#\w+">[abcd]<', drawn))
    assert len(tops) == 4
    assert all(after - before >= 14.9 for before, after in itertools.pairwise(tops))


def test_growth_goes_on_by_the_last_two_sizes() -> None:
    def size(millions: float, cost: float) -> dict[str, object]:
        return {"interactions": 1e6 * millions, "millions": millions, "warehouse_bytes": 1e9 * cost,
                "load": {"rows_per_second": 1e6},
                "build": {"cpu_seconds": cost, "peak_memory_bytes": 1e9},
                "pages": {"script": {"p50": 0.1, "p95": 0.1 * cost**0.5}}}

    lines = {line.split("**")[1]: line for line in growth([size(5, 10), size(50, 100)])}
    assert "500 million rows would take 1,000 by" in lines["build, processor seconds"]
    assert "5 → 50 M: 10.0 → 100.0 (linear" in lines["build, processor seconds"]
    assert "500 million rows would take 1 by" in lines["build, peak memory in GB"]
    assert "does not grow" in lines["build, peak memory in GB"]
    assert "less than linear, rows to the power of 0.50" in lines["filter change, P95 in ms"]


def test_steps_and_the_machine_follow_the_last_two_sizes() -> None:
    def size(millions: float, each: list[list[object]], cost: float) -> dict[str, object]:
        return {"interactions": 1e6 * millions, "millions": millions, "warehouse_bytes": 1e9 * cost,
                "load": {"rows_per_second": 1e6}, "machine": {"cores": 2},
                "build": {"cpu_seconds": 360 * cost, "peak_memory_bytes": 4e9, "steps": each},
                "pages": {"script": {"p50": 0.1, "p95": 0.16 * cost}}}

    sizes = [size(5, [["sort", 1.0], ["read", 2.0]], 1), size(50, [["read", 2.0], ["sort", 100.0]],
                                                              10)]
    table = steps(sizes)
    assert table[2:] == ["| sort | 1.0 | 100.0 | 2.00 |", "| read | 2.0 | 2.0 | 0.00 |"]
    told = machine_for(sizes)[0]
    # Ten times the rows of 50 million, and every cost but the memory is linear.
    assert "the warehouse takes 100 GB" in told
    assert "300 GB of disk" in told
    assert "10.0 processor hours and 4 GB of memory" in told
    assert "16.0 s at P95" in told
    assert "about 40 cores" in told
