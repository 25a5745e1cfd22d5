"""The command line as other programs call it: exit codes, one line per fault, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from data import cli, demo_load, lake
from data.home import Home
from data.settings import Settings, load_settings, save_settings
from data.warehouse import QueryFailed
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


@pytest.mark.parametrize("error", [
    QueryFailed("the query failed:\nsee above"), OSError(28, "No space left on device"),
    UnicodeDecodeError("utf-8", b"\xfc", 0, 1, "invalid start byte"), duckdb.IOException("no disk"),
])
def test_what_a_person_can_mend_is_one_line(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise error

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyError("ours")

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(KeyError):
        cli.main()


def test_names_and_texts_cannot_break_a_line_or_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "a\nb\x1b[31m.csv"
    file.write_text("agent_id,name\n,\x1b[2Jgone\u2028x\n", encoding="utf-8")
    done = decaf("load", str(file), home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == (
        "a b\\x1b[31m.csv: contract, 1 rows in, 0 kept, 1 rejected")
    refused = decaf("rejects", home=tmp_path / "home")
    assert len(refused.stdout.splitlines()) == 1
    assert "\x1b" not in refused.stdout
    assert "\\x1b[2Jgone x" in refused.stdout


def test_notes_of_a_load_are_printed(tmp_path: Path) -> None:
    file = tmp_path / "posts.json"
    file.write_text(json.dumps({"data": [{
        "id": "1", "text": "hi", "created_at": "2026-02-01T10:00:00Z", "author_id": "7"}]}))
    done = decaf("load", str(file), home=tmp_path / "home")
    assert "  note: no brand is named, so every post counts as a customer's;" in done.stdout
    named = decaf("load", str(file), "--brand", "acme", home=tmp_path / "home")
    assert "note:" not in named.stdout


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
    assert 'timezone = "UTC"' not in (tmp_path / "settings.toml").read_text(encoding="utf-8")
    assert decaf("demo", "--remove", home=tmp_path).returncode == 0
    assert not (tmp_path / "truth.json").exists()
    assert load_settings(Home(tmp_path)) == Settings()
    assert json.loads(decaf("status", "--json", home=tmp_path).stdout)["sources"] == []


def test_the_truth_of_a_demo_follows_its_data(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(lake, "commit", killed)
        with pytest.raises(KeyboardInterrupt):
            demo_load.load_demo(home, customers=500, months=3)
    assert not home.truth.exists()
    with monkeypatch.context() as patch:
        patch.setattr(demo_load, "write_truth", killed)
        with pytest.raises(KeyboardInterrupt):
            demo_load.load_demo(home, customers=500, months=3)
    assert len(demo_load.demo_loads(home)) == 1
    assert load_settings(home) != Settings()
    # Settings that somebody has changed are his; a truth left over goes, whatever else is there.
    mine = Settings(company="Mine")
    save_settings(home, mine)
    assert demo_load.remove_demo(home) > 0
    assert load_settings(home) == mine
    home.truth.write_text("{}", encoding="utf-8")
    assert demo_load.remove_demo(home) == 0
    assert not home.truth.exists()
