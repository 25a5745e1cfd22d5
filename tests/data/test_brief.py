"""The brief from the command line: the page's numbers, to a file, without a screen."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from analysis.brief.page_html import html_page
from analysis.decision.inputs import default_inputs, from_json, to_json
from data.brief import Asked, BriefError, about, filters_of, make, operating_of, write
from data.home import Home
from data.metrics import options
from data.warehouse import Warehouse
from tests.pages.conftest import OpenPage, open_page

__all__ = ["open_page"]
ROOT = Path(__file__).resolve().parents[2]
CHANGED = "retention_gain=0.08:0.04:0.15"


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\\", ""))


def shown(app: AppTest) -> list[str]:
    """What the page says: its sentence, its figures and their intervals."""
    return [app.header[0].value, *(words for one in app.metric
                                   for words in (one.label, one.value, one.delta))]


def decaf(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "data", "brief", *words], cwd=ROOT, text=True,
                          capture_output=True, check=False)


def test_every_number_is_the_pages(open_page: OpenPage, demo_home: Home, tmp_path: Path) -> None:
    """The page, its own HTML and PDF, and those of the command line say the same."""
    app = open_page(demo_home, "decision", period="12-months", decision_changed=CHANGED,
                    segments=["consumer"], decision_who="Marketing answers")
    assert not app.exception
    said = [squeezed(one) for one in shown(app)]
    assert len(said) == 16
    flips = app.dataframe[0].value
    ends = [end for one in flips["from_to"].head(6) for end in one.split(" to ")]
    done = decaf("--home", str(demo_home.path), "--out", str(tmp_path / "b.pdf"), "--period",
                 "12-months", "--segment", "consumer", "--changed", CHANGED, "--who",
                 "marketing_led")
    assert done.returncode == 0, done.stderr
    words = squeezed(PdfReader(tmp_path / "b.pdf").pages[0].extract_text())
    brief = make(Warehouse(demo_home), Asked(period="12-months", segments=("consumer",),
                                             changed=CHANGED, who="Marketing answers"))
    page = squeezed(html_page(brief)).replace("&#x27;", "'").replace("&amp;", "&")
    for one in [*said[0].split(":"), *said[1:], *map(squeezed, ends),
                *map(squeezed, flips["chance"].head(6)), "segmentconsumer"]:
        assert one in words, one
        assert one in page, one
    # The filters in words, data time and version of the data stand on it.
    for one in (options(Warehouse(demo_home)).company, "Datato31Oct2026",
                Warehouse(demo_home).version, "theyearbefore1Nov2026"):
        assert squeezed(one) in words
    assert squeezed(f"{brief.verdict}: {brief.answer}") == said[0]


def test_the_command_writes_html_too_and_needs_no_screen(demo_home: Home, tmp_path: Path) -> None:
    code = (
        "import sys, json\nfrom data.brief import Asked, make, write\n"
        "from data.home import find_home\nfrom data.warehouse import Warehouse\n"
        "from pathlib import Path\n"
        "brief = make(Warehouse(find_home(sys.argv[1])), Asked())\n"
        "for name in ('b.html', 'b.pdf'): write(brief, Path(sys.argv[2]) / name)\n"
        "never = ('streamlit', 'plotly', 'pages')\n"
        "print(json.dumps([one for one in never if one in sys.modules]))")
    done = subprocess.run([sys.executable, "-c", code, str(demo_home.path), str(tmp_path)],
                          cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
    assert (tmp_path / "b.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert len(PdfReader(io.BytesIO((tmp_path / "b.pdf").read_bytes())).pages) == 1


@pytest.mark.parametrize(("asked", "message"), [
    (["--segment", "nobody"], "'nobody' is none of the segments"),
    (["--period", "soon"], "no period"), (["--who", "robots"], "no way to answer"),
    (["--changed", "luck=1"], "luck"), (["--paper", "Foolscap"], "no paper"),
    (["--from", "2026-05-02", "--to", "2026-05-01"], "empty"),
    (["--from", "1999-01-01", "--to", "1999-02-01"], "nothing of it")])
def test_what_cannot_be_made_is_told_in_one_line(
        demo_home: Home, tmp_path: Path, asked: list[str], message: str) -> None:
    if asked[0] in ("--segment", "--paper"):  # two of them as a user sees it
        done = decaf("--home", str(demo_home.path), "--out", str(tmp_path / "b.pdf"), *asked)
        assert done.returncode == 2
        assert message in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    else:
        names = {"--from": "since", "--to": "until"}
        given = {names.get(name, name[2:]): date.fromisoformat(value) if name in names else value
                 for name, value in zip(asked[::2], asked[1::2], strict=True)}
        with pytest.raises(BriefError, match=message):
            make(Warehouse(demo_home), Asked(**given))  # type: ignore[arg-type]
    assert not (tmp_path / "b.pdf").exists()


def test_another_ending_is_refused(demo_home: Home, tmp_path: Path) -> None:
    brief = make(Warehouse(demo_home), Asked())
    with pytest.raises(BriefError, match=r"\.pdf or \.html"):
        write(brief, tmp_path / "b.docx")


def test_dates_and_words_about_it(demo_home: Home) -> None:
    given = options(Warehouse(demo_home))
    filters = filters_of(Asked(since=date(2026, 5, 1), until=date(2026, 5, 31)), given)
    assert (filters.start, filters.end) == (date(2026, 5, 1), date(2026, 6, 1))
    words = about(given, filters, version="v", now=datetime(2026, 11, 2, 12, tzinfo=UTC))
    assert words.filters == "1 to 31 May 2026; all customers and channels." or \
        words.filters.startswith("1 May to 31 May 2026")
    assert "compared" not in words.filters
    assert words.made.startswith("Made 2 Nov 2026, ")
    assert given.timezone in words.made
    assert operating_of("marketing answers") is operating_of("marketing_led")
    assert from_json(to_json(default_inputs())) == default_inputs()
