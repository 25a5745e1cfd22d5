"""The server's process: modules are left out of the search for garbage once they are loaded."""

from __future__ import annotations

import ctypes
import gc
import platform
import subprocess
import sys
import tomllib
import types
from pathlib import Path

import pandas as pd
import pytest

from pages.ui import process


def test_frames_keep_text_in_pythons_objects() -> None:
    before = pd.get_option("mode.string_storage")
    try:
        process.tune()
        assert pd.Series(["a", None], dtype="str").dtype.storage == "python"
    finally:
        pd.set_option("mode.string_storage", before)


def test_garbage_is_searched_for_seldom() -> None:
    code = ("import gc\n"
            "from pages.ui.process import tune\n"
            "tune()\n"
            "before = sum(one['collections'] for one in gc.get_stats())\n"
            "kept = [[] for _ in range(4_000)]\n"
            "print(sum(one['collections'] for one in gc.get_stats()) - before)")
    done = subprocess.run([sys.executable, "-c", code], check=True, text=True, capture_output=True)
    assert int(done.stdout) <= 1, "Python's own threshold searches five times"


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")
def test_arrays_use_again_what_the_last_ones_left() -> None:
    code = ("import resource, numpy\n"
            "from pages.ui.process import tune\n"
            "def faults():\n"
            "    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt\n"
            "def work():\n"
            "    before = faults()\n"
            "    for _ in range(200):\n"
            "        [numpy.ones(20_000) for _ in range(40)]\n"
            "    return faults() - before\n"
            "work(); plain = work(); tune(); work(); print(plain, work())")
    plain, tuned = map(int, subprocess.run([sys.executable, "-c", code], check=True, text=True,
                                           capture_output=True).stdout.split())
    assert plain > 10_000, "else there is nothing to gain here"
    assert tuned < plain / 10


def test_the_allocator_of_another_system_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_allocator_tuned", None)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: types.SimpleNamespace())
    assert process.keep_freed_memory() is False


def test_what_is_loaded_is_kept_once_for_each_new_module(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(process, "_modules_kept", 0)
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(len(sys.modules)))
    process.keep_what_is_loaded()
    process.keep_what_is_loaded()
    assert len(frozen) == 1
    monkeypatch.setitem(sys.modules, "a_page_that_was_opened", types.ModuleType("a_page"))
    process.keep_what_is_loaded()
    assert len(frozen) == 2


def test_streamlit_does_not_search_after_every_run() -> None:
    config = tomllib.loads(Path(".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["runner"]["postScriptGC"] is False
