"""Results of slow build steps, kept in the lake under a hash of what they were made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.lake import settle


def key_of(version: str, *frames: pd.DataFrame) -> str:
    """A name for what is made from these frames by this version of a model."""
    digest = hashlib.sha256(version.encode())
    for frame in frames:
        rows = pd.util.hash_pandas_object(frame, index=False)
        digest.update("|".join(f"{name} {kind}" for name, kind in frame.dtypes.items()).encode())
        digest.update(rows.to_numpy().tobytes())
    return digest.hexdigest()[:24]


def kept(folder: Path, key: str, make: Callable[[], pd.DataFrame],
         schema: pa.Schema | None = None) -> pd.DataFrame:
    """The frame of that key, made and written whole where it is not there yet."""
    target = folder / f"{key}.parquet"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        temporary = target.with_suffix(".writing")
        table = pa.Table.from_pandas(make(), schema=schema, preserve_index=False)
        pq.write_table(table, temporary, compression="zstd")
        settle(temporary, target)
    out: pd.DataFrame = pq.read_table(target).to_pandas()
    return out


def forget_others(folder: Path, keys: Iterable[str]) -> None:
    """Remove what no longer belongs to any of these keys."""
    names = {f"{key}.parquet" for key in keys}
    if folder.exists():
        for path in folder.iterdir():
            if path.name not in names:
                path.unlink()
