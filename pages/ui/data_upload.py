"""Upload: a file comes in, its source is recognised or mapped by hand, checked, and loaded."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analysis.wording import number, several
from pages.ui import work
from pages.ui.data_mapping import mapping_form
from pages.ui.load import home
from pages.ui.table import table
from pages.ui.text import plain, shortened

if TYPE_CHECKING:
    from data.ingest import Preview

_TYPES = ["csv", "tsv", "txt", "json", "jsonl", "ndjson", "parquet", "xlsx", "gz"]


def upload() -> None:
    """The whole way of one file, from choosing it to the build."""
    st.markdown("Comma- or tab-separated text, JSON, JSON lines, Parquet or Excel, also gzipped. "
                "Nothing counts until you press **Load and build**.")
    given = st.file_uploader("Choose a file", type=_TYPES, key="upload_file")
    if given is None:
        _forget()
        _templates()
        return
    from data.ingest import LoadError, preview

    path = _kept_copy(given)
    try:
        with st.spinner("Reading the first rows"):
            seen = preview(path)
    except LoadError as error:
        st.error(plain(error), title="This file cannot be read", icon=":material/error:")
        return
    _recognised(seen, path)
    table(_short_cells(seen.rows.head(8)), alt="The first rows of the file")
    known = seen.recognition.source is not None
    by_hand = not known or st.toggle("Map the columns by hand", key="upload_by_hand")
    mapping = mapping_form(seen, path.name) if by_hand else None
    if by_hand and mapping is None:
        return
    brand = st.text_input("Brand the rows are about (optional)", key="upload_brand",
                          max_chars=80) or None
    _check_and_load(path, {"mapping": mapping} if mapping else {}, brand)


def _recognised(seen: Preview, path: Path) -> None:
    found = seen.recognition
    if found.source is None:
        why = found.sentence(path.name, list(seen.columns)[:30])
        st.warning(plain(f"{why[:1].upper()}{why[1:]}."),
                   title="No source fits: map the columns below", icon=":material/help:")
        return
    what = f"the contract's table {found.table}" if found.table else f"the source {found.source}"
    st.success(f"Recognised as **{plain(what)}**.", icon=":material/check:")


def _check_and_load(path: Path, reading: dict[str, Any], brand: str | None) -> None:
    """Show what a load would keep and reject, then offer to do it."""
    from data.ingest import LoadError, preview_load

    try:
        with st.spinner("Checking the first 200 rows"):
            tried = preview_load(path, brand=brand, **reading)
    except LoadError as error:
        st.error(plain(error), title="This would not load", icon=":material/error:")
        return
    st.markdown(plain(f"Of the first {several(tried.rows_in, 'row', 'rows')}, "
                      f"{number(tried.rows_kept)} would be kept and "
                      f"{number(tried.rows_rejected)} rejected."))
    for why, count in tried.reasons.items():
        st.caption(plain(f"{number(count)} × {why}"))
    for name, rows in tried.tables.items():
        st.caption(plain(f"As it would stand in {name}:"))
        filled = rows.dropna(axis="columns", how="all")
        table(_short_cells(filled.head(8)), alt=f"First rows for {name}")
    if tried.unused_columns:
        st.caption(plain("Not used: " + ", ".join(tried.unused_columns[:40])))
    if st.button("Load and build", type="primary", icon=":material/upload:", key="load_and_build",
                 disabled=work.running() or not tried.rows_kept):
        st.session_state.pop("upload_copy", None)
        work.load_and_build(path, brand=brand, **reading)


def _short_cells(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.map(lambda cell: shortened(cell, to=120) if isinstance(cell, str) else cell)


def _kept_copy(given: Any) -> Path:
    """The upload on disk under its own name, written once; an earlier one is removed."""
    held: tuple[str, str] | None = st.session_state.get("upload_copy")
    if held and held[0] == given.file_id and Path(held[1]).exists():
        return Path(held[1])
    _forget()
    folder = Path(tempfile.mkdtemp(prefix="decaf-upload-"))
    # Names come from a browser: no folders, nothing hidden, not too long.
    name = re.sub(r"[^\w.\- ]+", "_", Path(str(given.name)).name).lstrip(".")[-120:] or "upload"
    path = folder / name
    with path.open("wb") as target:
        shutil.copyfileobj(given, target)
    st.session_state["upload_copy"] = (given.file_id, str(path))
    return path


def _forget() -> None:
    held: tuple[str, str] | None = st.session_state.pop("upload_copy", None)
    if held:
        shutil.rmtree(Path(held[1]).parent, ignore_errors=True)


def _templates() -> None:
    """An empty CSV per table, for those who would rather bring data in our own shape."""
    from data.contract import TABLES

    with st.expander("Bring your own tables: an empty CSV for each", icon=":material/draft:"):
        for name, contract in TABLES.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.download_button(
                    name, (",".join(contract.names) + "\r\n").encode(), mime="text/csv",
                    file_name=f"{name}.csv", key=f"template_{name}", type="tertiary",
                    icon=":material/download:", on_click="ignore", width=230)
                st.caption(plain(contract.meaning))
    st.caption(plain(f"Loaded files are kept in {home().lake}"))
