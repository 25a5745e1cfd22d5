"""A real server and a real Chromium; skipped with one line where there is none."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data.home import Home
from pages.ui.navigation import ENTRIES

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "tests" / "artefacts"
STEMS = tuple(entry.stem for entry in ENTRIES)
TITLES = {entry.stem: f"{entry.title} · Decaf" for entry in ENTRIES}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# Streamlit's client looks for its server below the page's own path first and then finds it at
# the root: two failed look-ups on each deep link, by design and harmless.
PROBE = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.skip("no Chromium found: get it with `apt-get install chromium`, then `make test`")


@contextmanager
def serving(home: Home) -> Iterator[str]:
    """A fresh server on a free port; yields its address when it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port),
         "--server.address", "127.0.0.1", "--server.headless", "true"],
        cwd=ROOT, env={**os.environ, "DECAF_HOME": str(home.path)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="package")
def server(demo_home: Home, chromium: str) -> Iterator[str]:
    """One server on the small demo company for all browser tests."""
    with serving(demo_home) as address:
        yield address


@dataclass
class Tab:
    """A browser page with what its console complained about."""

    page: Any
    complaints: list[str] = field(default_factory=list)

    def open(self, url: str) -> None:
        """Go there and wait until the page stands still with its heading and charts."""
        self.page.goto(url)
        self.settle()

    def go(self, stem: str) -> None:
        """Go to another page as the browser's history does, and wait as for one that is opened.

        The client then loads nothing again, which takes most of the time of an opened link.
        """
        self.page.evaluate(
            """stem => { history.pushState({}, "", "/" + stem);
                         dispatchEvent(new PopStateEvent("popstate")); }""", stem)
        self.page.wait_for_function("title => document.title === title", arg=TITLES[stem],
                                    timeout=60_000)
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run and every chart is drawn."""
        self.page.wait_for_selector("[data-testid=stHeading] h2", timeout=60_000)
        self.page.wait_for_function(
            """() => {
                const app = document.querySelector('[data-testid=stApp]');
                if (!app || app.dataset.testScriptState !== 'notRunning') return false;
                const charts = [...document.querySelectorAll('[data-testid=stPlotlyChart]')];
                return charts.every(one => one.querySelector('.js-plotly-plot .main-svg'))
                    && !document.querySelector('[data-testid=stSkeleton]');
            }""", timeout=60_000)

    def figure(self, card: str) -> list[dict[str, Any]]:
        """The traces that the browser draws on a card."""
        text = self.page.evaluate(
            """card => JSON.stringify(document.querySelector(
                `.st-key-card_${card} .js-plotly-plot`).data.map(trace => ({
                    type: trace.type, name: trace.name, x: [...(trace.x || [])],
                    y: [...(trace.y || [])], customdata: trace.customdata})))""", card)
        found: list[dict[str, Any]] = json.loads(text)
        return found

    def listen(self) -> None:
        """Note console errors and uncaught exceptions."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _console(self, message: Any) -> None:
        if message.type == "error" and not PROBE.search(message.location.get("url", "")):
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")


NewTab = Callable[..., Tab]


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Any]:
    """The browser, started once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def _tabs(browser: Any) -> Iterator[NewTab]:
    contexts = []

    def opened(*, width: int = 1440, scheme: str = "light") -> Tab:
        context = browser.new_context(
            viewport={"width": width, "height": 812 if width == 375 else 900},
            color_scheme=scheme, accept_downloads=True)
        contexts.append(context)
        tab = Tab(context.new_page())
        tab.listen()
        return tab

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def new_tab(browser: Any) -> Iterator[NewTab]:
    """Open a tab of a width and a theme: ``new_tab(width=375, scheme="dark")``."""
    with _tabs(browser) as opened:
        yield opened


@pytest.fixture(scope="package")
def tab_of(browser: Any, server: str) -> Iterator[NewTab]:
    """The tab of a width and a theme in which the tests go from page to page."""
    with _tabs(browser) as opened:
        @cache
        def of(*, width: int, scheme: str) -> Tab:
            tab = opened(width=width, scheme=scheme)
            tab.open(server)
            return tab

        yield of
