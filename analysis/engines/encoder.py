"""The exact model: a small BERT encoder in 8-bit whole numbers, run by onnxruntime."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.engines.student import FOLDER
from analysis.engines.wordpiece import WordPieces

# Word pieces that are read at once: what the layers make of them stays in a core's cache.
_AT_ONCE = 256
# It would make one operator of a sum and a layer norm that takes far longer than the two.
_NOT_FUSED = ["SkipLayerNormFusion"]


def read(cleaned: Sequence[str], *, folder: Path = FOLDER) -> NDArray[np.float32]:
    """The mean vector of each cleaned post, one row each (384 columns)."""
    pieces, session = _pieces(folder), _session(folder)
    numbers = [pieces.numbers(text) for text in cleaned]
    lengths = np.array([len(one) for one in numbers], np.intp)
    order = np.argsort(lengths, kind="stable")  # posts of one length waste no time on padding
    out = np.empty((len(cleaned), 384), np.float32)
    for rows in _batches(order, lengths):
        longest = int(lengths[rows[-1]])
        ids = np.zeros((len(rows), longest), np.int64)
        mask = np.zeros((len(rows), longest), np.int64)
        for at, row in enumerate(rows):
            ids[at, : lengths[row]] = numbers[row]
            mask[at, : lengths[row]] = 1
        out[rows] = session.run(None, {"ids": ids, "mask": mask})[0]
    return out


def _batches(order: NDArray[np.intp], lengths: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """Rows in order, as many at once as make no more pieces than are read at once, one at least."""
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or (end + 1 - start) * lengths[order[end]] > _AT_ONCE:
            yield order[start:end]
            start = end


@cache
def head(folder: Path = FOLDER, name: str = "encoder_head"
         ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (384 × classes) and bias that make logits of the vectors.

    ``encoder_head`` is for sentiment, ``complaint_head`` for complaint or not.
    """
    with np.load(folder / f"{name}.npz") as file:
        return file["weight"], file["bias"]


@cache
def _pieces(folder: Path) -> WordPieces:
    return WordPieces((folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n"))


@cache
def _session(folder: Path) -> Any:
    """The encoder; within a pool each process keeps to one core."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    in_pool = multiprocessing.parent_process() is not None
    options.intra_op_num_threads = 1 if in_pool else (os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    # Threads that wait by spinning would take the core from each other.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"],
        disabled_optimizers=_NOT_FUSED)
