"""A Parquet file whose columns have types already is read as the same file of texts is."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data import lake
from data.home import Home
from data.ingest import load_file
from tests.data.lake_rows import kept, rejected

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 1, 12)
AT = datetime(2026, 2, 1, 10)


def _frame(**columns: list[Any]) -> pd.DataFrame:
    many = len(next(iter(columns.values())))
    usual = {"interaction_id": [str(one) for one in range(many)], "channel": ["x"] * many,
             "direction": ["inbound"] * many, "published_at": [AT] * many, "text": ["hello"] * many}
    return pd.DataFrame(usual | columns)


def _load(home: Home, frame: pd.DataFrame, path: Path) -> lake.Load:
    frame.to_parquet(path)
    got = load_file(home, path, now=NOW).load
    assert got.rows_in == got.rows_kept + got.rows_rejected == len(frame)
    return got


def _as_text(column: pd.Series) -> list[str | None]:
    def text(value: Any) -> str | None:
        if value is None or value is pd.NA or value is pd.NaT or value != value:
            return None
        if isinstance(value, bool | np.bool_):
            return str(value).lower()
        return str(value).removesuffix(".0")

    return [text(value) for value in column]


@pytest.mark.parametrize("seed", range(4))
def test_types_of_the_file_and_texts_give_the_same_rows(home: Home, tmp_path: Path,
                                                        seed: int) -> None:
    chance = np.random.default_rng(seed)
    many = 300

    def some(values: list[Any]) -> list[Any]:
        return [values[at] for at in chance.integers(0, len(values), many)]

    frame = _frame(
        published_at=some([AT, AT + timedelta(microseconds=250_000), datetime(2026, 4, 1),
                           datetime(1990, 1, 1), AT - timedelta(days=40), pd.NaT]),
        ingested_at=some([AT, pd.NaT, datetime(2027, 1, 1)]),
        likes=pd.array(some([0, 3, -1, 10**17, 10**18, -10**18, None]), dtype="Int64"),
        author_followers=pd.array(some([7, None, -5]), dtype="Int32"),
        handle_seconds=some([0.0, 12.25, -0.5, math.nan, math.inf, 1e16, 0.1]),
        polarity=some([0.5, -1.0, 1.01, None]),
        automated=some([True, False, None]))
    typed = _load(home, frame, tmp_path / "typed.parquet")
    other = Home(tmp_path / "other")
    texts = frame.assign(**{name: _as_text(frame[name]) for name in frame})
    told = _load(other, texts, tmp_path / "texts.parquet")
    assert typed.reasons == told.reasons
    assert 0 < typed.rows_kept < many
    assert kept(home) == kept(other)
    assert ([(row["line_number"], row["reason"]) for row in rejected(home)]
            == [(row["line_number"], row["reason"]) for row in rejected(other)])


def test_what_a_type_cannot_hold_is_told(home: Home, tmp_path: Path) -> None:
    got = _load(home, _frame(likes=[10**18, 5], handle_seconds=[math.inf, 1.5],
                             published_at=[AT, datetime(2026, 4, 1)]), tmp_path / "some.parquet")
    assert got.rows_kept == 0
    first, second = rejected(home)
    assert first["reason"] == ("handle_seconds: not a number (inf); "
                               "likes: not a whole number (1000000000000000000)")
    assert second["reason"] == "published_at: date in the future (2026-04-01 00:00:00)"


def test_a_type_that_is_another_one_is_read_as_text(home: Home, tmp_path: Path) -> None:
    _load(home, _frame(likes=[3.0, math.nan, 2.5], published_at=["2026-02-01", "soon", AT.date()]
                       ).astype({"published_at": str}), tmp_path / "floats.parquet")
    (row,) = kept(home)
    assert row["likes"] == 3
    assert [one["reason"].split(":")[0] for one in rejected(home)] == ["published_at", "likes"]


def test_no_number_is_an_empty_cell(home: Home, tmp_path: Path) -> None:
    table = pa.Table.from_pandas(_frame(handle_seconds=[1.0, 2.0]), preserve_index=False)
    at = table.schema.get_field_index("handle_seconds")
    path = tmp_path / "nan.parquet"
    pq.write_table(table.set_column(at, "handle_seconds", pa.array([math.nan, 2.5])), path)
    assert load_file(home, path, now=NOW).load.rows_kept == 2
    assert [row["handle_seconds"] for row in kept(home)] == [None, 2.5]


def test_a_load_leaves_pandas_alone(tmp_path: Path) -> None:
    """It takes a tenth of a small load to import, and nothing in it needs frames."""
    _frame(handle=["@a", "@b"]).to_parquet(tmp_path / "posts.parquet")
    code = ("import sys\nfrom pathlib import Path\nfrom data.home import Home\n"
            "from data.ingest import load_file\n"
            "load_file(Home(Path(sys.argv[1]) / 'home'), Path(sys.argv[1]) / 'posts.parquet')\n"
            "print('pandas' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, text=True,
                          capture_output=True, check=False)
    assert done.stdout == "False\n", done.stderr
