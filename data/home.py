"""Where Decaf keeps its files, and the one lock that lets a single writer in."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DEFAULT = Path(__file__).parent / "store"


class HomeBusy(RuntimeError):
    """Another load or build is writing to the same home."""


@dataclass(frozen=True)
class Home:
    """A folder with the lake, the warehouse and the settings of one company."""

    path: Path

    @property
    def lake(self) -> Path:
        """Parquet parts, manifest, rejected rows and scores."""
        return self.path / "lake"

    @property
    def manifest(self) -> Path:
        """One JSON file per load: the commit point of that load."""
        return self.lake / "manifest"

    @property
    def warehouse(self) -> Path:
        """Link to the current warehouse file."""
        return self.path / "warehouse.duckdb"

    @property
    def versions(self) -> Path:
        """Folder of the warehouse files."""
        return self.path / "warehouse"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.path / "settings.toml"

    @property
    def decisions(self) -> Path:
        """What reviewers decided about accounts, one JSON object a line, oldest first."""
        return self.path / "decisions" / "accounts.jsonl"

    @property
    def mistakes(self) -> Path:
        """What reviewers said about flagged posts of ours, one JSON object a line, oldest first."""
        return self.path / "decisions" / "mistakes.jsonl"

    @property
    def labels(self) -> Path:
        """What people said posts are, one JSON object a line, oldest first."""
        return self.path / "decisions" / "labels.jsonl"

    @property
    def samples(self) -> Path:
        """The samples of posts that were drawn for labelling, one JSON object a line."""
        return self.path / "decisions" / "samples.jsonl"

    @property
    def chosen(self) -> Path:
        """What was decided about social-media care, one JSON object a line, oldest first."""
        return self.path / "decisions" / "care.jsonl"

    @property
    def readiness(self) -> Path:
        """What stands ready for social media, and every change of it."""
        return self.path / "readiness.json"

    @property
    def views(self) -> Path:
        """Named views that were saved on pages."""
        return self.path / "views.json"

    @property
    def routing(self) -> Path:
        """The routing rules, as people edit them."""
        return self.path / "routing.toml"

    @property
    def routing_running(self) -> Path:
        """The routing rules in use: the last that were good."""
        return self.path / "routing.running.toml"

    @property
    def routing_journal(self) -> Path:
        """Who put which routing rules to use, one JSON object a line, oldest first."""
        return self.path / "decisions" / "routing.jsonl"

    @property
    def lexicon(self) -> Path:
        """The brand's own words, as people edit them."""
        return self.path / "lexicon.toml"

    @property
    def lexicon_running(self) -> Path:
        """The brand's own words in use: the last that were good."""
        return self.path / "lexicon.running.toml"

    @property
    def lexicon_journal(self) -> Path:
        """Who put which brand words to use, one JSON object a line, oldest first."""
        return self.path / "decisions" / "lexicon.jsonl"

    @property
    def topics(self) -> Path:
        """The known topics of posts, as people edit them."""
        return self.path / "topics.toml"

    @property
    def topics_running(self) -> Path:
        """The known topics in use: the last that were good."""
        return self.path / "topics.running.toml"

    @property
    def topics_journal(self) -> Path:
        """Who put which known topics to use, one JSON object a line, oldest first."""
        return self.path / "decisions" / "topics.jsonl"

    @property
    def truth(self) -> Path:
        """What the demo company planted."""
        return self.path / "truth.json"

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the home's writer lock; the system frees it when the process dies.

        Raises HomeBusy at once when another process holds it.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / ".lock").open("a+b") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise HomeBusy(
                    f"Another load or build is writing to {self.path}. Wait for it and try again."
                ) from None
            yield


def find_home(given: Path | str | None = None) -> Home:
    """The home that is given, else ``DECAF_HOME``, else ``data/store``."""
    chosen = given or os.environ.get("DECAF_HOME") or DEFAULT
    return Home(Path(chosen).expanduser().absolute())


def sync(path: Path) -> None:
    """Flush a file or folder to the disk, so that a later rename cannot outrun its content."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
