"""The mapping form: contract table, a file column or constant per column, formats, time zone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

import streamlit as st

from data.contract import TABLES, TYPE_WORDS, Column
from pages.ui.load import load_settings_now
from pages.ui.text import plain

if TYPE_CHECKING:
    from data.ingest import Preview

_NOT_FILLED = "Leave empty"
_CONSTANT = "The same value in every row"
_FORMATS = {
    "Find out": "",
    "2026-10-31 13:45:00": "%Y-%m-%d %H:%M:%S",
    "31.10.2026 13:45": "%d.%m.%Y %H:%M",
    "31/10/2026 13:45": "%d/%m/%Y %H:%M",
    "10/31/2026 13:45": "%m/%d/%Y %H:%M",
    "31.10.2026": "%d.%m.%Y",
    "31/10/2026": "%d/%m/%Y",
    "10/31/2026": "%m/%d/%Y",
}


def mapping_form(seen: Preview, file_name: str) -> dict[str, Any] | None:
    """Draw the form; the mapping so far, or None while something required is missing."""
    from data.ingest import suggest

    with st.container(border=True, key="mapping_form"):
        st.markdown("###### What stands in this file?", anchors=False)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input("Name of the source", value=source_name(file_name), key="map_name",
                                 max_chars=40, help="Rows are kept under this name. Files with "
                                 "the same name are taken as one export: the same id means the "
                                 "same row.")
            chosen = st.selectbox("Each row is one of the table", list(TABLES),
                                  index=list(TABLES).index("interactions"), key="map_table")
            sheet = st.selectbox("Sheet", seen.sheets, key="map_sheet") if seen.sheets else None
        contract = TABLES[chosen]
        st.caption(plain(contract.meaning))
        guess = suggest(list(seen.columns), chosen)
        columns: dict[str, str] = {}
        constants: dict[str, str] = {}
        likely = [column for column in contract if column.required or column.name in guess]
        _rows(likely, seen, guess, chosen, columns, constants)
        rest = [column for column in contract if column not in likely]
        with st.expander(f"{len(rest)} more columns of {chosen}"):
            _rows(rest, seen, guess, chosen, columns, constants)
        formats = _formats([one for one in contract if one.name in columns], chosen)
        zone = _time_zone()
        values = _values([one for one in contract if one.name in columns], chosen)
        social = _social(chosen)
    missing = [one for one in contract.required if one not in columns and one not in constants]
    if missing or not name.strip():
        st.info(plain("Still needed: " + ", ".join(missing or ["a name for the source"])),
                icon=":material/edit:")
        return None
    mapping: dict[str, Any] = {"source": name.strip(), "table": chosen, "time_zone": zone,
                               "columns": columns}
    for part, given in (("sheet", sheet), ("constants", constants), ("formats", formats),
                        ("values", values), ("social_channels", social)):
        if given:
            mapping[part] = given
    _offer_download(mapping)
    return mapping


def _rows(wanted: list[Column], seen: Preview, guess: dict[str, str], chosen: str,
          columns: dict[str, str], constants: dict[str, str]) -> None:
    offered = [_NOT_FILLED, _CONSTANT, *seen.columns]
    for column in wanted:
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        start = offered.index(guess[column.name]) if guess.get(column.name) in offered else 0
        label = column.name + (" (required)" if column.required else "")
        source = left.selectbox(
            plain(label), offered, index=start, key=f"map_{chosen}_{column.name}",
            format_func=_required if column.required else str,
            help=plain(f"{column.meaning} {TYPE_WORDS[column.kind].capitalize()}."))
        if source == _CONSTANT:
            value = _constant(column, chosen, right)
            if value:
                constants[column.name] = value
        elif source != _NOT_FILLED:
            columns[column.name] = str(source)


def _required(option: str) -> str:
    return "Choose a column" if option == _NOT_FILLED else option


def _constant(column: Column, chosen: str, place: Any) -> str:
    key = f"constant_{chosen}_{column.name}"
    if column.allowed:
        return str(place.selectbox("Value", column.allowed, key=key))
    return str(place.text_input("Value", key=key, max_chars=200)).strip()


def _formats(mapped: list[Column], chosen: str) -> dict[str, str]:
    """The date format of each mapped column of dates; nothing where it is found out."""
    out = {}
    for column in mapped:
        if column.kind in ("timestamp", "date"):
            picked = st.selectbox(
                plain(f"How are dates written in {column.name}?"), list(_FORMATS),
                key=f"format_{chosen}_{column.name}", accept_new_options=True,
                help=r"Choose an example, or type a strptime format such as %d.%m.%y %H:%M.")
            written = _FORMATS.get(str(picked), str(picked or ""))
            if written:
                out[column.name] = written
    return out


def _time_zone() -> str:
    zones = ["UTC", *sorted(available_timezones() - {"UTC"})]
    usual = load_settings_now().timezone
    return st.selectbox("Time zone of times that do not name one", zones, key="map_zone",
                        index=zones.index(usual) if usual in zones else 0)


def _values(mapped: list[Column], chosen: str) -> dict[str, dict[str, str]]:
    """Translations of values, for the columns that know a fixed vocabulary."""
    out: dict[str, dict[str, str]] = {}
    for column in mapped:
        if not column.allowed and column.name not in ("channel", "network"):
            continue
        lines = st.text_area(
            plain(f"Translate values of {column.name} (optional), one a line: theirs = ours"),
            key=f"values_{chosen}_{column.name}", height=80,
            placeholder="Tweet = x" if column.name != "direction" else "in = inbound",
            help=plain("Ours: " + (", ".join(column.allowed) or column.meaning)))
        pairs = (line.split("=", 1) for line in lines.splitlines() if "=" in line)
        translated = {theirs.strip(): ours.strip() for theirs, ours in pairs
                      if theirs.strip() and ours.strip()}
        if translated:
            out[column.name] = translated
    return out


def _social(chosen: str) -> list[str]:
    """Channels of the file that count as social though the settings do not name them."""
    if chosen != "interactions":
        return []
    given = st.text_input("Channels of this file that are social media (optional), by comma",
                          key="map_social", max_chars=200, placeholder="telegram",
                          help="Channels that Decaf does not know count as traditional.")
    return [one.strip().lower() for one in given.split(",") if one.strip()]


def source_name(file_name: str) -> str:
    """A name for the source of a file: its own without ending, in plain letters."""
    plain_letters = re.sub(r"[^a-z0-9]+", "_", file_name.split(".")[0].lower()).strip("_")
    return plain_letters[:40] or "my_source"


def _offer_download(mapping: dict[str, Any]) -> None:
    from data.ingest import LoadError, mapping_text

    try:
        text = mapping_text(mapping)
    except LoadError as error:
        st.error(plain(error), icon=":material/error:")
        return
    st.download_button("Keep this mapping as a file", text, file_name="mapping.toml",
                       mime="application/toml", key="map_download", icon=":material/download:",
                       on_click="ignore", type="tertiary",
                       help="Use it again with: python -m data load FILE --mapping mapping.toml")
