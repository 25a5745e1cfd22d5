"""Documents that could drift from the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.cli import app
from data.metrics.texts import metrics_page

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_of_metrics_is_what_the_sql_says() -> None:
    page = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert page == metrics_page(), "run: python -m data metrics > docs/metrics.md"


def test_the_page_of_coverage_lists_every_interval() -> None:
    from bench.coverage import REGISTER

    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    again = "run: python -m bench coverage --markdown > docs/coverage.md"
    for entry in REGISTER:
        assert f"\n### {entry.title}\n" in page, again
        assert f"| {entry.title} |" in page, again
        for name in entry.functions:
            assert f"`{name}`" in page, again
        assert entry.assumes in page, again
    assert "not kept" not in page


def test_the_page_of_coverage_is_of_this_code() -> None:
    from bench.coverage import REGISTER, measured
    from bench.coverage_report import section

    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    for title in ("Share", "Margin of a survey", "Median and P90 of reply times"):
        (entry,) = [one for one in REGISTER if one.title == title]
        assert section(measured(entry)) in page, title


def test_the_page_of_models_is_of_the_shipped_weights() -> None:
    from analysis.engines import decaf
    from bench.text_page import purpose_table, sentiment_table

    page = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    again = "run: python -m bench text --markdown --shared DIR > docs/models.md"
    card = decaf.card()
    assert f"Weights {card['version']}," in page, again
    for table in (sentiment_table(card["held_out"]), purpose_table(card["purpose"]["held_out"])):
        for row in table.splitlines()[2:]:
            assert row in page, again


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))],
                         ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (path.parent / target).exists(), target


def test_commands_of_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in set(re.findall(r"python -m data (\w+)", text)):
        done = CliRunner().invoke(app, [command, "--help"])
        assert done.exit_code == 0, command
        for option in re.findall(rf"python -m data {command}[^\n#]*(--\w+)", text):
            assert option in done.output
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake (run|test|\w+:)", text)):
        assert f"\n{target}:" in makefile


def test_every_requirement_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                pinned, _, where = line.partition("; ")
                assert re.fullmatch(r"[a-z0-9-]+==[0-9.]+", pinned), line
                assert where in ("", 'sys_platform != "win32"'), line


def test_the_project_file_is_valid() -> None:
    tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
