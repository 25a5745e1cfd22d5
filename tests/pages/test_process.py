"""The server's process: modules are left out of the search for garbage once they are loaded."""

from __future__ import annotations

import gc
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
