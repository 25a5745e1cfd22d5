"""Loads and builds in the background of the server: one at a time, readers never wait."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from analysis.wording import duration, number, several
from data.home import Home, HomeBusy, find_home
from data.settings import SettingsError
from pages.ui.load import home, load_status
from pages.ui.text import plain

Report = Callable[[float, str], None]
# How long the end of a job is news.
_NEWS_SECONDS = 300
_log = logging.getLogger("decaf")


@dataclass
class Job:
    """One piece of work: how far it is (0..1), what it does now, and how it ended."""

    title: str
    share: float = 0.0
    step: str = "starting"
    state: Literal["running", "done", "failed"] = "running"
    words: str = ""
    ended_at: float = 0.0

    def report(self, share: float, step: str) -> None:
        """Say how far the work is; called by the worker."""
        self.share, self.step = min(max(share, 0.0), 1.0), step


class Desk:
    """Where the home's work is done: it takes one job and says no to a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.job: Job | None = None

    def start(self, title: str, work: Callable[[Report], str]) -> bool:
        """Start the work in a thread; False when another job still runs."""
        with self._lock:
            if self.job is not None and self.job.state == "running":
                return False
            self.job = Job(title)
            threading.Thread(target=self._do, args=(self.job, work), daemon=True).start()
            return True

    def _do(self, job: Job, work: Callable[[Report], str]) -> None:
        from data.checks import BuildError
        from data.ingest import LoadError

        try:
            job.words = work(job.report)
            job.share, job.state = 1.0, "done"
        except (LoadError, BuildError, HomeBusy, SettingsError, ValueError) as error:
            job.words, job.state = str(error), "failed"
        except Exception as error:
            _log.exception("The work failed: %s", job.title)
            job.words, job.state = f"{type(error).__name__}: {error}", "failed"
        finally:
            job.ended_at = time.monotonic()


@st.cache_resource(max_entries=4, show_spinner=False)
def _desk(path: str) -> Desk:
    return Desk()


def desk() -> Desk:
    """The desk of this home, shared by all sessions of the server."""
    return _desk(str(home().path))


def running() -> bool:
    """Whether a job runs now."""
    job = desk().job
    return job is not None and job.state == "running"


def progress() -> None:
    """Show the job that runs or has just ended; nothing where there is none."""
    job = desk().job
    if job is None:
        return
    if job.state == "running":
        _watch()
    elif time.monotonic() - job.ended_at > _NEWS_SECONDS:
        return
    elif job.state == "done":
        st.success(plain(job.words), title=plain(f"{job.title}: done"), icon=":material/check:")
    else:
        st.error(plain(job.words), icon=":material/error:",
                 title=plain(f"{job.title}: failed; the pages show the data as it was"))


@st.fragment(run_every=0.7)
def _watch() -> None:
    job = desk().job
    if job is None or job.state != "running":
        st.rerun()
        return
    st.progress(job.share, text=plain(f"{job.title}: {job.step}"))
    st.caption("You can go on reading: the pages show the data as it was until this is done.")


def start(title: str, work: Callable[[Report], str]) -> None:
    """Start a job and draw the page again so that its progress shows."""
    if not desk().start(title, work):
        st.toast("Another load or build is still running. Wait for it.")
        return
    st.rerun()


def build_demo() -> None:
    """Make the demo company and build its warehouse."""
    place = home()

    def work(report: Report) -> str:
        from data.demo_load import load_demo

        load_demo(place, progress=lambda month, months: report(
            0.4 * month / months, f"making month {month} of {months}"))
        return build_words(place, report, start=0.4)

    start("Demo company", work)


def remove_demo() -> None:
    """Take the demo company out and build again."""
    place = home()

    def work(report: Report) -> str:
        from data.demo_load import remove_demo as remove

        rows = remove(place)
        return f"{several(rows, 'row', 'rows')} removed. " + build_words(place, report)

    start("Removing the demo company", work)


def rebuild() -> None:
    """Build the warehouse from what is in the lake, with the settings as they are now."""
    place = home()
    start("Build", lambda report: build_words(place, report))


def load_and_build(path: Path, **reading: Any) -> None:
    """Load an uploaded file, build, and remove the copy with the folder made for it."""
    place = home()

    def work(report: Report) -> str:
        from data.checks import BuildError
        from data.ingest import load_file

        result = load_file(place, path, progress=lambda share, what: report(0.5 * share, what),
                           **reading)
        shutil.rmtree(path.parent, ignore_errors=True)
        load, notes = result.load, "".join(f" Note: {note}." for note in result.notes)
        if result.already:
            if not load_status().loads_since_build:
                return f"{path.name} was loaded before; nothing has changed.{notes}"
            return (f"{path.name} was loaded before.{notes} "
                    + build_words(place, report, start=0.5))
        reasons = "; ".join(f"{number(count)} × {why}" for why, count in load.reasons.items())
        words = (f"{load.file}: {number(load.rows_kept)} of "
                 f"{several(load.rows_in, 'row', 'rows')} kept, {number(load.rows_rejected)} "
                 f"rejected{f' ({reasons})' if reasons else ''}.{notes} ")
        try:
            return words + build_words(place, report, start=0.5)
        except (BuildError, SettingsError) as error:
            raise BuildError(f"{words}The file is loaded, but the build failed and the pages show "
                             f"the data as it was: {error}") from error

    start(f"Loading {path.name}", work)


def build_words(place: Home, report: Report, *, start: float = 0.0) -> str:
    """Build; progress runs from ``start`` to 1.  Returns what was done, in words."""
    from data.build import build

    done = build(find_home(place.path),
                 report=lambda what, share: report(start + (1 - start) * share, what))
    scored = f" {several(done.scored, 'text', 'texts')} scored." if done.scored else ""
    older = sum(done.older_versions.values())
    if older:
        scored += f" {several(older, 'older version', 'older versions')} of rows left out."
    return f"The warehouse was built in {duration(done.seconds)}.{scored}"
