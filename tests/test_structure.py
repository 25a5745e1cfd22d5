"""The rules of the house as tests: who imports whom, inert modules, SQL with its definitions."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import sqlglot

from data.sqlfiles import FOLDER, fill_names

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("dashboard.py", "pages", "data", "analysis", "bench", "training")
FILES = [
    path for room in ROOMS
    for path in ([ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py")))
    if "store" not in path.parts
]
IMPORTED_AS = {"fasttext_predict": "fasttext", "scikit_learn": "sklearn",
               "vadersentiment": "vaderSentiment"}
# Training needs packages that running and testing do not.
LIGHT = [path for path in FILES if path.relative_to(ROOT).parts[0] != "training"]
BUILD_STEPS = {
    "data/adjustments.py",
    "data/authenticity.py",
    # The brief is an end product as a build is: from the warehouse by calculation to a file.
    "data/brief.py",
    "data/build.py",
    "data/forecasting.py",
    "data/lexicon.py",
    "data/lexicon_scores.py",
    "data/linking.py",
    "data/own_posts.py",
    "data/retraining.py",
    "data/scoring.py",
    "data/survey_weights.py",
    "data/themes.py",
    "data/topic_build.py",
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    """Every module that a file imports anywhere, by full name."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # Names for the type checker alone are no use of a package.
    typing_only = {
        inner for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def uses(path: Path, package: str) -> bool:
    return any(name == package or name.startswith(package + ".") for name in imports(path))


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_each_file_imports_only_what_its_room_may(path: Path) -> None:
    name = relative(path)
    room = name.split("/")[0]
    may: dict[str, set[str]] = {
        "dashboard.py": {"pages", "data", "analysis"},
        "pages": {"pages", "data", "analysis", "dashboard"},
        "data": {"data", "analysis"} if name in BUILD_STEPS else {"data"},
        "analysis": {"analysis"},
        # The harness measures the calculation and the data's own functions; nothing leans on it.
        # It has a page of its own, which stands in the running app.
        "bench": {"bench", "data", "analysis", "training",
                  *(["pages"] if name == "bench/peer_page.py" else [])},
        "training": {"training", "data", "analysis"},
    }
    for ours in ("dashboard", "pages", "data", "analysis", "tests", "bench", "training"):
        if uses(path, ours):
            assert ours in may[room], f"{name} must not import {ours}"
    if uses(path, "streamlit"):
        assert room in ("dashboard.py", "pages"), f"{name} must not import streamlit"
    if uses(path, "duckdb"):
        assert room == "data", f"{name} must not import duckdb"
    if uses(path, "reportlab"):
        assert name.startswith("analysis/brief/"), f"{name} must not import reportlab"
    if uses(path, "plotly"):
        assert name.startswith("analysis/charts/"), f"{name} must not import plotly"


def test_every_library_that_is_imported_is_a_requirement() -> None:
    def pinned_in(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        named = {line.split("==")[0].replace("-", "_") for line in lines if "==" in line}
        return {IMPORTED_AS.get(one, one) for one in named}

    ours = {"dashboard", "pages", "data", "analysis", "bench", "training"}
    for path in FILES:
        pinned = pinned_in("requirements.txt")
        if relative(path).startswith("training/"):
            pinned |= pinned_in("requirements-train.txt")
        for name in {module.split(".")[0] for module in imports(path)}:
            if name not in ours and name not in sys.stdlib_module_names:
                assert name in pinned, f"{relative(path)} imports {name}"


def is_inert(node: ast.stmt) -> bool:
    """Whether a top-level statement only defines: no bare calls, loops or with blocks."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.If):
        test = ast.unparse(node.test)
        return test in ("__name__ == '__main__'", "TYPE_CHECKING")
    return isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef
                      | ast.Assign | ast.AnnAssign | ast.AsyncFunctionDef)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_nothing_runs_at_import(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        assert is_inert(node), f"{relative(path)}:{node.lineno} runs at import"


def page_files() -> list[Path]:
    return sorted(path for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("path", page_files(), ids=relative)
def test_a_page_renders_and_goes_through_the_door(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    assert "render" in {node.name for node in body if isinstance(node, ast.FunctionDef)}
    assert ast.unparse(body[-1]) == (
        "if __name__ == '__main__':\n    import dashboard\n    dashboard.main()"
    )


def test_importing_connects_reads_and_draws_nothing() -> None:
    """Import every module in a fresh process in which connecting and listening fail."""
    modules = [relative(path)[:-3].replace("/", ".").removesuffix(".__init__") for path in LIGHT
               if path.name != "__main__.py"]
    code = (
        "import duckdb, socket, importlib\n"
        "def no(*a, **k): raise AssertionError('connected at import')\n"
        "duckdb.connect = no; socket.socket.connect = no; socket.socket.bind = no\n"
        f"[importlib.import_module(name) for name in {modules!r}]\n"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_types_are_checked_in_every_room() -> None:
    checked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(ROOMS) == set(checked["tool"]["mypy"]["files"])


# What a column or a key is called that bounds a number.
BOUND = re.compile(r"(^|_)(low|high|margin|limits?)(_|$)")
SAYS = re.compile(r"\b(margin|low|high|noise)\b|_low\b|_high\b")


@cache
def bounded_values() -> frozenset[str]:
    """Classes of the calculation that hold a number with its limits."""
    found = set()
    for path in sorted((ROOT / "analysis").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and {"low", "high"} <= {
                    ast.unparse(one.target) for one in node.body if isinstance(one, ast.AnnAssign)}:
                found.add(node.name)
    return frozenset(found)


# Columns that count what is of high severity or priority bound nothing.
LEVELS = {"high", "high_priority"}


def gives_an_interval(function: ast.FunctionDef, *, charts: bool) -> bool:
    """Whether a function returns limits, adds columns of limits, or says that it does.

    Charts say that they draw limits; only one that makes them is meant.  (An interval alone may be
    half an hour.)
    """
    returned = re.findall(r"\w+", ast.unparse(function.returns)) if function.returns else []
    if {"Interval", "Limits", *bounded_values()} & set(returned):
        return True
    for node in ast.walk(function):
        if (isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".assign")
                and any(BOUND.search(one.arg or "") for one in node.keywords)):
            return True
    return not charts and bool(SAYS.search((ast.get_docstring(function) or "").lower()))


def interval_functions() -> set[str]:
    found = set()
    for path in sorted((ROOT / "analysis").rglob("*.py")):
        module = relative(path)[:-3].replace("/", ".")
        found |= {f"{module}.{node.name}" for node in ast.parse(path.read_text("utf-8")).body
                  if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
                  and gives_an_interval(node, charts="charts" in path.parts)}
    return found


def test_the_coverage_of_every_interval_is_measured() -> None:
    from bench.coverage import ELSEWHERE, NOT_INTERVALS, REGISTER

    measured = {name for entry in REGISTER for name in entry.functions}
    assert interval_functions() - measured - set(NOT_INTERVALS) - set(ELSEWHERE) == set(), (
        "a new interval: measure its coverage and put it into bench/coverage.py")
    assert set(NOT_INTERVALS) <= interval_functions() - measured, "an exception that is none"
    for name in measured | set(ELSEWHERE):
        module, function = name.rsplit(".", 1)
        assert callable(getattr(importlib.import_module(module), function))
    # Limits that a statement computes belong to the metric of that name.
    for path in (FOLDER / "metrics").glob("[a-z]*.sql"):
        aliases = set(re.findall(r"\bas (\w+)", path.read_text(encoding="utf-8"))) - LEVELS
        if any(BOUND.search(one) for one in aliases):
            assert any(name.startswith("data.metrics.") and name.endswith(f".{path.stem}")
                       for name in measured), f"{path.stem} computes limits"


def test_pages_and_charts_compute_no_interval_themselves() -> None:
    for path in [*(ROOT / "pages").rglob("*.py"), *(ROOT / "analysis" / "charts").glob("*.py")]:
        found = re.search(r"\b(hypot|sqrt|inv_cdf)\(|\b1\.96", path.read_text(encoding="utf-8"))
        assert found is None, f"{relative(path)}: {found and found.group()}"


METRICS = sorted(path for path in (FOLDER / "metrics").glob("[a-z]*.sql"))


@pytest.mark.parametrize("path", METRICS, ids=lambda path: path.stem)
def test_a_metric_says_what_it_is_and_obeys_filters_and_viewer(path: Path) -> None:
    from data.metrics import definition
    from data.warehouse import metric_sql

    assert len(definition(path.stem).split()) >= 8, "a metric's file opens with its definition"
    sql = metric_sql(path.stem)
    assert not re.search(r"\{[a-z_]{2,}\}", sql), "no placeholder is left"
    if path.stem not in ("marked_events",):  # campaigns and events belong to nobody
        assert "$viewer_regions" in sql
        assert "$viewer_segments" in sql


@pytest.mark.parametrize(
    "path", sorted([*(FOLDER / "staging").glob("*.sql"), *(FOLDER / "marts").glob("*.sql"),
                     *(FOLDER / "forecast").glob("*.sql")]),
    ids=lambda path: path.stem,
)
def test_staging_and_marts_translate_to_spark(path: Path) -> None:
    sql = fill_names(path.read_text(encoding="utf-8"), table=("customers",), key=("customer_id",),
                     order=("load_id desc nulls last",), columns=("customer_id", "name"))
    sql = sql.replace("{merged}", "arg_min(name, rank) filter (where name is not null) as n")
    translated = sqlglot.transpile(sql, read="duckdb", write="spark",
                                   unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert len(translated) == 1
    # What Spark's own grammar cannot read again was lost on the way.
    assert sqlglot.parse_one(translated[0], read="spark") is not None
    functions = {
        node.sql_name() if not isinstance(node, sqlglot.exp.Anonymous) else node.name.lower()
        for node in sqlglot.parse_one(sql, read="duckdb").find_all(sqlglot.exp.Func)
        if isinstance(node, sqlglot.exp.Anonymous)
    }
    assert not functions, f"functions that sqlglot does not know: {functions}"


def test_no_file_is_too_long_to_read_in_one_sitting() -> None:
    long = {relative(path): count for path in FILES
            if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300}
    assert not long


def test_no_html_is_let_through() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert "unsafe_allow_html" not in text, relative(path)
        assert "unsafe_allow_javascript" not in text, relative(path)
