"""The command line: ``python -m bench WORKLOAD [--out FILE] [--quick] [--markdown]``."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# Name on the command line: module and function.  A workload is ``run(*, out, shared, quick)`` and
# returns what JSON can hold; ``out`` is a folder for files of its own.  A module with a function
# ``markdown(found)`` has a page of the documents made from it.
WORKLOADS: dict[str, str] = {
    "coverage": "bench.coverage:run",
    "staffing": "bench.staffing:run",
}


def load(name: str, attribute: str = "") -> Any:
    """The function of a workload, or another one of its module."""
    module, function = WORKLOADS[name].split(":")
    return getattr(importlib.import_module(module), attribute or function)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a workload and print what it found."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("workload", choices=sorted(WORKLOADS))
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the JSON there")
    parser.add_argument("--shared", type=Path, metavar="DIR", help="shared data sets")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--markdown", action="store_true", help="print the page, not the JSON")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = load(given.workload)(out=given.out.parent if given.out else Path(folder),
                                     shared=given.shared, quick=given.quick)
    text = json.dumps(found, indent=1) + "\n"
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    if given.markdown:
        text = load(given.workload, "markdown")(found)
    if given.markdown or not given.out:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
