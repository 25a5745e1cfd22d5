"""Journals: files of JSON lines that only grow, so that nothing said in them is ever lost."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from data.home import sync


class BrokenLine(ValueError):
    """A line of a journal cannot be read; the message names the file and the line."""


def append(path: Path, record: Mapping[str, Any]) -> None:
    """Write a record to the end of a journal, on the disk before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(dict(record), ensure_ascii=False) + "\n"
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two reviewers do not mix their lines
        file.seek(0)
        whole = file.read().rfind(b"\n") + 1
        file.truncate(whole)  # a line cut off by a crash was never confirmed to anybody
        file.write(line.encode("utf-8", "replace"))
        file.flush()
        os.fsync(file.fileno())
    sync(path.parent)


def lines(path: Path, make: Callable[..., object]) -> Iterator[dict[str, Any]]:
    """All records, oldest first; each must be what ``make`` takes as its keywords.

    A last line that was cut off while it was written counts for nothing.  Raises BrokenLine naming
    a line that cannot be read.
    """
    if not path.exists():
        return
    written = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(written, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            make(**found)
        except (ValueError, TypeError):
            if number == len(written):
                continue
            raise BrokenLine(f"{path}, line {number}") from None
        yield found
