"""Files made from the very frame that a chart shows."""

from __future__ import annotations

import io
import re

import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Excel holds at most this many rows below the header.
_EXCEL_ROWS = 1_048_575
_EXCEL_CELL = 32_767


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with formula-looking texts marked as text by an apostrophe; numbers untouched."""
    out = frame.copy(deep=False)
    for name in out.columns:
        if pd.api.types.is_string_dtype(out[name]) or out[name].dtype == object:
            out[name] = out[name].map(_harmless_cell, na_action="ignore").astype(object)
    return out


def _harmless_cell(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as UTF-8 CSV: a header row, then data and nothing else."""
    return harmless(frame).to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def xlsx_bytes(frame: pd.DataFrame, about: dict[str, str]) -> bytes:
    """The frame as an Excel workbook; a second sheet "About" says what the figures are."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with pd.ExcelWriter(buffer, engine="xlsxwriter",
                        engine_kwargs={"options": options}) as writer:
        safe = _excel_ready(harmless(frame.head(_EXCEL_ROWS)))
        safe.to_excel(writer, sheet_name="Data", index=False)
        notes = pd.DataFrame({"what": list(about), "value": list(about.values())})
        harmless(notes).to_excel(writer, sheet_name="About", index=False, header=False)
        for sheet, widths in (("Data", _widths(safe)), ("About", [18, 100])):
            for column, width in enumerate(widths):
                writer.sheets[sheet].set_column(column, column, width)
    return buffer.getvalue()


def _excel_ready(frame: pd.DataFrame) -> pd.DataFrame:
    """Excel knows no time zones, no control characters and no cell above 32,767 characters."""
    for name in frame.columns:
        if isinstance(frame[name].dtype, pd.DatetimeTZDtype):
            frame[name] = frame[name].dt.tz_localize(None)
        elif frame[name].dtype == object:
            frame[name] = frame[name].map(
                lambda cell: cell[:_EXCEL_CELL] if isinstance(cell, str) else cell)
    return frame


def _widths(frame: pd.DataFrame) -> list[int]:
    return [min(60, max(len(str(name)) + 2, *(len(str(cell)) for cell in frame[name].head(50)), 8))
            for name in frame.columns]


def file_name(title: str, extension: str, *, period: str = "") -> str:
    """A name such as ``share-of-customers-by-channel_1-aug-to-31-oct-2026.csv``."""
    parts = [re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in (title, period)]
    return f"{'_'.join(part[:80] for part in parts if part) or 'decaf'}.{extension}"
