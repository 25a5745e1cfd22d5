"""The rules of the house as tests: who imports whom, inert modules, SQL with its definitions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sqlglot

from data.sqlfiles import FOLDER, fill_names

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("dashboard.py", "pages", "data", "analysis")
FILES = [
    path for room in ROOMS
    for path in ([ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py")))
    if "store" not in path.parts
]
BUILD_STEPS = {"data/build.py", "data/scoring.py", "data/survey_weights.py",
               "data/linking.py", "data/themes.py"}


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
    }
    for ours in ("dashboard", "pages", "data", "analysis", "tests", "bench"):
        if uses(path, ours):
            assert ours in may[room], f"{name} must not import {ours}"
    if uses(path, "streamlit"):
        assert room in ("dashboard.py", "pages"), f"{name} must not import streamlit"
    if uses(path, "duckdb"):
        assert room == "data", f"{name} must not import duckdb"
    if uses(path, "plotly"):
        assert name.startswith("analysis/charts/"), f"{name} must not import plotly"


def test_every_library_that_is_imported_is_a_requirement() -> None:
    pinned = {line.split("==")[0] for line in
              (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if "==" in line}
    ours = {"dashboard", "pages", "data", "analysis"}
    for path in FILES:
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
    modules = [relative(path)[:-3].replace("/", ".").removesuffix(".__init__") for path in FILES
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
    "path", sorted([*(FOLDER / "staging").glob("*.sql"), *(FOLDER / "marts").glob("*.sql")]),
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
