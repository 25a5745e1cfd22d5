"""Labels of a company's own, from the page or a file, with the texts that they are of."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.home import Home

FACETS = ("sentiment", "purpose", "intent")


class LabelsRefused(ValueError):
    """Labels cannot be used; the message says why and what to do."""


def own_labels(home: Home, file: Path | None) -> tuple[pd.DataFrame, str]:
    """Labels with their texts, and what to call them."""
    from data.audit import AuditError, labelled_texts
    from data.audit_files import is_audit_file, labels_of

    try:
        if file is None:
            told, name = labelled_texts(home), "labels of the page"
            if told.empty:
                raise LabelsRefused("Nobody has labelled posts on the page “Label and check” yet; "
                                    "name a CSV file of labels.")
        else:
            told, name = _read(file), file.name
            if is_audit_file(told.columns):
                told = labelled_texts(home, labels_of(file.read_bytes()))
            elif "text" not in told:
                told = told.merge(_texts(home), on="text_hash", how="left")
    except AuditError as error:
        raise LabelsRefused(str(error)) from None
    return told[told["text"].fillna("").str.strip().ne("")], name


def _read(file: Path) -> pd.DataFrame:
    from data.audit_files import is_audit_file

    try:
        told = pd.read_csv(file, dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise LabelsRefused(f"{file} cannot be read as a CSV file: {error}") from None
    if not set(FACETS) & set(told.columns) or not (
            {"text", "text_hash"} & set(told.columns) or is_audit_file(told.columns)):
        raise LabelsRefused(f"{file.name} needs the columns text (or text_hash) and any of "
                            f"{', '.join(FACETS)}.")
    return told


def _texts(home: Home) -> pd.DataFrame:
    """Every text of the warehouse with its hash."""
    from data.warehouse import Warehouse

    return Warehouse(home).cursor().execute(
        "select distinct md5(text) as text_hash, text from interactions where text is not null"
    ).df()
