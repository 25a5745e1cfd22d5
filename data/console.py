"""What the commands of the command line share: where they write, and how they say a fault."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder of the data; default DECAF_HOME or data/store")
]
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(message: str) -> None:
    """Say what is wrong in one line and leave with exit code 2."""
    err.print(one_line(message), style="red", markup=False)
    raise SystemExit(2)


def one_line(text: object) -> str:
    """A text that cannot break a line or steer a terminal: what does is written as an escape."""
    return "".join(
        letter.encode("unicode_escape", "surrogatepass").decode()
        if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter
        for letter in " ".join(str(text).split())
    )
