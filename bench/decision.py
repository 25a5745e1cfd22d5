"""How fast the decision is made, and how the error of drawing shrinks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.brief.content import About, make_brief
from analysis.brief.page_html import html_page
from analysis.brief.page_pdf import pdf_page
from analysis.decision.answers import compare_options
from analysis.decision.decide import decide
from analysis.decision.draws import DRAWS, draw
from analysis.decision.inputs import default_inputs
from analysis.decision.model import simulate

_RUNS, _PART = 7, 5_000
_ABOUT = About("Company", "EUR", "All customers.", "a year", "Data to a day", "Made now", "v")


def run(*, out: Path, shared: Path | None = None, quick: bool = False) -> dict[str, Any]:
    """Time the correlated draws of all inputs through the model, and all that rests on them.

    Best of seven, by the clock and in seconds of one core, which others on the machine do not
    change.  ``error_times_root_n``: standard error of full care's mean times the root of the draws,
    at a few draws and at all: equal where the error shrinks as it must.  Writes decision.json into
    ``out``.
    """
    inputs, runs = default_inputs(), 2 if quick else _RUNS
    draws = draw(inputs, n=DRAWS)
    found = decide(inputs)
    brief = make_brief(found, _ABOUT)
    timed = {
        "draws": lambda: draw(inputs, n=DRAWS),
        "model": lambda: simulate(draws.values),
        "draws and model": lambda: simulate(draw(inputs, n=DRAWS).values),
        "all answers": lambda: decide(inputs),
        "brief as HTML": lambda: html_page(brief),
        "brief as PDF": lambda: pdf_page(brief),
    }
    errors = {}
    for n in (_PART, DRAWS):
        options = compare_options(simulate(draw(inputs, n=n).values)).set_index("option")
        errors[n] = float(options["standard_error"]["full"]) * n**0.5
    result = {
        "workload": "decision", "draws": DRAWS,
        "seconds": {name: _best(runs, work) for name, work in timed.items()},
        "error_times_root_n": {str(n): round(one, 1) for n, one in errors.items()},
        "bytes": {"html": len(html_page(brief).encode()), "pdf": len(pdf_page(brief))},
        "right": abs(errors[DRAWS] / errors[_PART] - 1) < 0.1,
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "decision.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def _best(runs: int, work: Callable[[], object]) -> dict[str, float]:
    """The least of some runs: seconds by the clock, and of one core."""
    clock, core = [], []
    for _ in range(runs):
        started, busy = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - started)
        core.append(time.process_time() - busy)
    return {"clock": round(min(clock), 4), "core": round(min(core), 4)}
