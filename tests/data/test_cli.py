"""The command line as other programs call it: exit codes, one line per fault, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from data.home import Home
from tests.companies import build_small_company

ROOT = Path(__file__).resolve().parents[2]


def decaf(*words: str, home: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    given = ["--home", str(home)] if home else []
    return subprocess.run(
        [sys.executable, "-m", "data", *words, *given], cwd=ROOT, text=True, capture_output=True,
        check=False, env={**os.environ, "COLUMNS": "80", **env},
    )


AGENTS = "agent_id,name,department,team\na1,Ann,customer care,one\na2,Bob,sales,two\n,Nobody,,\n"


def test_load_build_status_rejects(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "agents.csv"
    file.write_text(AGENTS, encoding="utf-8")
    done = decaf("load", str(file), home=home)
    assert done.returncode == 0, done.stderr
    assert "3 rows in, 2 kept, 1 rejected" in done.stdout
    assert "3 rows in = 2 kept + 1 rejected" in done.stdout
    again = decaf("load", str(file), home=home)
    assert again.returncode == 0
    assert "already loaded" in again.stdout
    built = decaf("build", home=home)
    assert built.returncode == 0, built.stderr
    assert "read the lake" in built.stdout
    state = json.loads(decaf("status", "--json", home=home).stdout)
    assert [one["rows_kept"] for one in state["sources"]] == [2]
    assert state["warehouse_version"]
    assert state["loads_since_build"] == 0
    refused = decaf("rejects", home=home)
    assert "agents.csv:4: " in refused.stdout
    assert "agent_id" in refused.stdout
    assert decaf("rejects", "--source", "nothing", home=home).stdout == ""


def test_a_file_of_no_known_source_is_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("colour,taste\nred,sweet\n", encoding="utf-8")
    done = decaf("load", str(file), home=tmp_path / "home")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "colour, taste" in done.stderr
    assert "nearest" in done.stderr


def test_a_good_file_beside_a_bad_one_is_loaded_and_the_exit_code_says_so(tmp_path: Path) -> None:
    home, good = tmp_path / "home", tmp_path / "agents.csv"
    good.write_text(AGENTS, encoding="utf-8")
    done = decaf("load", str(tmp_path / "absent.csv"), str(good), home=home)
    assert done.returncode == 2
    assert "absent.csv" in done.stderr
    assert "Traceback" not in done.stderr
    state = json.loads(decaf("status", "--json", home=home).stdout)
    assert state["sources"][0]["rows_in"] == 3


def test_wrong_settings_are_told_in_one_line(tmp_path: Path) -> None:
    home = Home(tmp_path)
    build_small_company(home)
    home.settings.write_text("currency = 'euro'", encoding="utf-8")
    done = decaf("build", home=tmp_path)
    assert done.returncode == 2
    assert "currency must be" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_template_and_unknown_table(tmp_path: Path) -> None:
    done = decaf("template", "agents")
    assert done.stdout == "agent_id,name,department,team\n"
    wrong = decaf("template", "people")
    assert wrong.returncode == 2
    assert "customers" in wrong.stderr


def test_the_home_may_come_from_the_environment(tmp_path: Path) -> None:
    state = json.loads(decaf("status", "--json", DECAF_HOME=str(tmp_path / "here")).stdout)
    assert state["home"] == str(tmp_path / "here")
    assert state["warehouse_version"] is None


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    import socket

    with socket.socket() as busy:
        busy.bind(("0.0.0.0", 0))
        busy.listen()
        port = busy.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "data.serve", "--port", str(port)], cwd=ROOT, text=True,
            capture_output=True, check=False,
            env={**os.environ, "DECAF_HOME": str(tmp_path)},
        )
    assert done.returncode == 2
    assert f"Port {port} is in use" in done.stderr


@pytest.mark.slow
def test_demo_replaces_itself_and_goes_away_again(tmp_path: Path) -> None:
    words = ("demo", "--customers", "500", "--months", "3")
    assert decaf(*words, home=tmp_path).returncode == 0
    first = json.loads(decaf("status", "--json", home=tmp_path).stdout)["sources"]
    assert decaf(*words, "--seed", "8", home=tmp_path).returncode == 0
    second = json.loads(decaf("status", "--json", home=tmp_path).stdout)["sources"]
    assert [one["loads"] for one in first] == [one["loads"] for one in second] == [1]
    assert (tmp_path / "truth.json").exists()
    assert decaf("demo", "--remove", home=tmp_path).returncode == 0
    assert json.loads(decaf("status", "--json", home=tmp_path).stdout)["sources"] == []
