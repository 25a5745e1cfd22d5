"""The command line: ``python -m bench WORKLOAD [--out FILE] [--quick] [--markdown]``."""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

# Name on the command line: module and function.  A workload is ``run(*, out, shared)``, with
# ``quick`` where it can do less, and returns what JSON can hold; ``out`` is a folder for files of
# its own.  A module with a function ``page(found)`` has a page of the documents made from it.
WORKLOADS: dict[str, str] = {
    "coverage": "bench.coverage:run",
    "decision": "bench.decision:run",
    "forecast": "bench.forecast:run",
    "linkage": "bench.linkage:run",
    "peer": "bench.peer:run",
    "size": "bench.size:run",
    "spikes": "bench.spikes:run",
    "staffing": "bench.staffing:run",
    "text": "bench.text:run",
}


def load(name: str) -> tuple[Callable[..., dict[str, Any]], Callable[..., str] | None]:
    """The function of a workload, and the one that makes its page where there is one."""
    module, function = WORKLOADS[name].split(":")
    found = importlib.import_module(module)
    return getattr(found, function), getattr(found, "page", None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a workload and print what it found."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("workload", choices=sorted(WORKLOADS))
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the JSON there")
    parser.add_argument("--shared", type=Path, metavar="DIR", help="shared data sets")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--rows", type=float, nargs="+", metavar="MILLIONS",
                        help="sizes in millions of interactions")
    parser.add_argument("--markdown", action="store_true", help="print the page, not the JSON")
    given = parser.parse_args(arguments)
    run, page = load(given.workload)
    if given.markdown and page is None:
        parser.error(f"{given.workload} has no page")
    if given.quick and "quick" not in inspect.signature(run).parameters:
        parser.error(f"{given.workload} knows no quick way")
    if given.rows and "rows" not in inspect.signature(run).parameters:
        parser.error(f"{given.workload} has one size")
    more: dict[str, Any] = {"quick": True} if given.quick else {}
    if given.rows:
        more["rows"] = given.rows
    with tempfile.TemporaryDirectory() as folder:
        found = run(out=given.out.parent if given.out else Path(folder), shared=given.shared,
                    **more)
    text = json.dumps(found, indent=1) + "\n"
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    if given.markdown and page is not None:
        text = page(found)
    if given.markdown or not given.out:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
