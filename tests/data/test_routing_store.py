"""The running set: a bad file never takes it away, and every change can be traced and undone."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from data import edited
from data.home import Home
from data.routing import RulesRefused, read_rules, shipped_text
from data.routing_store import check_file, rules_journal, running_rules, save_rules

ONE = '[otherwise]\ndepartment = "a"\n[[rules]]\nname = "n"\ndepartment = "b"\nwhen.tier = "gold"\n'
TWO = ONE.replace('"gold"', '"silver"')
BAD = ONE.replace("[[rules]]", "[[rules]]\ncolour = 1")


def put(home: Home, text: str | bytes) -> None:
    home.path.mkdir(parents=True, exist_ok=True)
    home.routing.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_without_a_file_the_shipped_rules_run(home: Home) -> None:
    running = running_rules(home)
    assert running.is_shipped
    assert running.rules == read_rules(shipped_text())
    assert not home.path.exists(), "reading writes nothing"


def test_a_good_file_comes_into_use_and_a_bad_one_is_refused(home: Home) -> None:
    put(home, ONE)
    assert running_rules(home).text == ONE
    put(home, BAD)
    for _ in range(2):
        running = running_rules(home)
        assert running.text == ONE
        assert [str(one) for one in running.refused] == [
            "line 4: there is no “colour” here; known are name, department, priority, "
            "sla_minutes, escalate, when"]
    assert home.routing.read_text(encoding="utf-8") == BAD, "what somebody wrote stays"
    put(home, TWO)
    assert running_rules(home).text == TWO
    assert not running_rules(home).refused
    home.routing.unlink()
    assert running_rules(home).text == TWO, "the last good set is in use without a file too"
    assert [(one.what, one.text) for one in rules_journal(home)] == [
        ("taken from the file", ONE), ("taken from the file", TWO)]


@pytest.mark.parametrize("text", [b"\xff\xfe\x00", b"a = 1\n\n\x80", b"[" * 5000, b""])
def test_a_file_of_anything_is_refused(home: Home, text: bytes) -> None:
    save_rules(home, ONE, who="Rita")
    put(home, text)
    running = running_rules(home)
    assert running.text == ONE
    assert running.refused
    if b"\x80" in text:
        assert running.refused[0].line == 3


def test_saving_needs_good_rules_and_a_name(home: Home) -> None:
    save_rules(home, ONE, who=" Rita ")
    for text, who, words in ((BAD, "Rita", "line 4"), (TWO, "  ", "who you are")):
        with pytest.raises(RulesRefused, match=words):
            save_rules(home, text, who=who)
    assert running_rules(home).text == ONE
    assert home.routing.read_text(encoding="utf-8") == ONE
    save_rules(home, TWO, who="Otto")
    assert [(one.who, one.what, one.text) for one in rules_journal(home)] == [
        ("Rita", "saved", ONE), ("Otto", "saved", TWO)]


def test_line_ends_and_marks_of_windows(home: Home) -> None:
    put(home, "\ufeff" + ONE.replace("\n", "\r\n"))
    assert running_rules(home).text == ONE
    assert len(rules_journal(home)) == 1
    running_rules(home)
    assert len(rules_journal(home)) == 1, "the same text is taken once"


def test_a_crash_between_the_two_files_leaves_a_good_set(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_rules(home, ONE, who="Rita")
    write = edited._write
    calls: list[Path] = []

    def dies(path: Path, text: str) -> None:
        calls.append(path)
        if len(calls) == 2:
            raise OSError("power is gone")
        write(path, text)

    monkeypatch.setattr(edited, "_write", dies)
    with pytest.raises(OSError, match="power"):
        save_rules(home, TWO, who="Rita")
    monkeypatch.undo()
    assert running_rules(home).text in (ONE, TWO)
    assert not running_rules(home).refused


def test_a_spoilt_running_set_falls_back_to_the_shipped_one(home: Home) -> None:
    home.path.mkdir(parents=True)
    home.routing_running.write_text(BAD, encoding="utf-8")
    running = running_rules(home)
    assert running.is_shipped
    assert running.refused[0].line == 4


def test_a_home_that_cannot_be_written_to_is_read(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(home, ONE)

    def refused(*_: object) -> None:
        raise PermissionError("read only")

    monkeypatch.setattr(edited, "_write", refused)
    assert running_rules(home).text == ONE


def test_a_journal_cut_off_by_a_crash_goes_on(home: Home) -> None:
    save_rules(home, ONE, who="Rita")
    with home.routing_journal.open("a") as file:
        file.write('{"at": "2026')
    assert len(rules_journal(home)) == 1
    save_rules(home, TWO, who="Rita")
    assert [one.text for one in rules_journal(home)] == [ONE, TWO]


def test_a_file_is_checked_on_the_command_line(home: Home) -> None:
    put(home, BAD)
    command = [sys.executable, "-m", "data", "rules", "--home", str(home.path)]
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stdout.startswith(f"{home.routing}:4: there is no “colour” here")
    assert not home.routing_running.exists(), "checking puts nothing to use"
    put(home, ONE)
    assert check_file(home.routing).rules == ("n",)
    with pytest.raises(FileNotFoundError):
        check_file(home.path / "none.toml")


def test_many_readers_take_a_new_file_once(home: Home) -> None:
    save_rules(home, ONE, who="Rita")
    put(home, TWO)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(running_rules(home).text))
               for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert set(found) == {TWO}
    assert [one.text for one in rules_journal(home)] == [ONE, TWO]
