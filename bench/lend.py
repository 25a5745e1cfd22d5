"""Scores some texts of a home, lends the rest their labels, and prints what it did as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from data.home import Home
from data.scripts import lend_scores


def main() -> None:
    """``python -m bench.lend HOME MOST``."""
    sys.stdout.write(json.dumps(lend_scores(Home(Path(sys.argv[1])), most=int(sys.argv[2]))
                                ._asdict()))


if __name__ == "__main__":
    main()
