"""Builds the warehouse of a home and prints each step's seconds as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from data.build import build
from data.home import Home


def main() -> None:
    """``python -m bench.steps HOME``."""
    done = build(Home(Path(sys.argv[1])))
    sys.stdout.write(json.dumps({"steps": done.steps, "scored": done.scored, "rows": done.rows}))


if __name__ == "__main__":
    main()
