"""The command line: ``python -m training encoder|models --shared DIR``; see docs/models.md.

``encoder`` fine-tunes the encoder into a folder, ``models`` makes everything else from three such
folders and writes ``analysis/models``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.engines.student import FOLDER

if TYPE_CHECKING:
    from training.encoder import Reader

WHICH = ("without_2016", "without_airline", "shipped")
SEEDS = (7, 8)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    encoder = commands.add_parser("encoder", help="fine-tune the encoder (20 to 45 min of a core)")
    encoder.add_argument("which", choices=WHICH,
                         help="which sets it learns from: shipped is every one")
    encoder.add_argument("--out", type=Path, required=True, metavar="DIR")
    encoder.add_argument("--seeds", type=int, nargs="+", default=SEEDS, metavar="SEED",
                         help="one run for each, whose weights are averaged; a run over the "
                         "same posts that lies in the folder is not made again")
    models = commands.add_parser("models", help="the fast models, calibration and figures")
    for which in WHICH:
        models.add_argument(f"--{which.replace('_', '-')}", type=Path, required=True, metavar="DIR",
                            help=f"the folder of the encoder {which}")
    models.add_argument("--out", type=Path, default=FOLDER, metavar="DIR")
    for one in (encoder, models):
        one.add_argument("--shared", type=Path, required=True, metavar="DIR",
                         help="folder of the labelled sets")
        one.add_argument("--labels", type=Path, metavar="FILE", action="append", default=[],
                         help="a CSV of text and sentiment, purpose, intent or complaint")
    given = parser.parse_args(arguments)
    posts = _posts(given.shared, given.labels)
    if given.command == "encoder":
        _encoder(posts, given.which, given.out, given.seeds)
    else:
        from training import care

        _models(posts, care.load(given.shared), {which: getattr(given, which) for which in WHICH},
                given.out)
    return 0


def _posts(shared: Path, more: Sequence[Path]) -> pd.DataFrame:
    from training.labels import COLUMNS, load

    parts = [load(shared)]
    for path in more:
        told = pd.read_csv(path, dtype="str").assign(set=path.stem)
        if "text" not in told:
            raise SystemExit(f"{path} has no column text.")
        parts.append(told.reindex(columns=COLUMNS))
    return pd.concat(parts, ignore_index=True)


def _encoder(posts: pd.DataFrame, which: str, target: Path, seeds: Sequence[int]) -> None:
    import torch

    from training.encoder import averaged, fine_tuned, word_ids
    from training.sentiment import SETS, codes_of

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    own = ~posts["set"].isin(SETS["shipped"]) & (which == "shipped")
    mine = posts[(posts["set"].isin(SETS[which]) | own) & posts["sentiment"].notna()]
    target.mkdir(parents=True, exist_ok=True)
    ids, codes = word_ids(mine["text"].tolist()), codes_of(mine)
    told = hashlib.sha256(json.dumps([ids, codes.tolist()]).encode()).hexdigest()[:10]
    states = [target / f"run-{seed}-{told}.pt" for seed in seeds]
    for seed, file in zip(seeds, states, strict=True):
        if not file.exists():
            temporary = file.with_suffix(".writing")
            torch.save(fine_tuned(ids, codes, seed=seed).state_dict(), temporary)
            temporary.rename(file)
    write_encoder(averaged(states), target)


def write_encoder(reader: Reader, target: Path) -> None:
    """The encoder, its head and its vocabulary as files that the engine reads."""
    from training.bert import wheel
    from training.encoder import EVENNESS
    from training.export import export

    export(reader.encoder, target / "encoder.onnx")
    weight, bias = (value.detach().numpy() / np.float32(EVENNESS)
                    for value in (reader.head.weight, reader.head.bias))
    np.savez(target / "encoder_head.npz", weight=weight.T, bias=bias)
    (target / "vocabulary.txt").write_text(
        (wheel() / "vocab.txt").read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")


def _models(posts: pd.DataFrame, care: Sequence[str], encoders: dict[str, Path], target: Path
            ) -> None:
    from training import complaint, linear, purpose, sentiment

    target.mkdir(parents=True, exist_ok=True)
    felt = posts[posts["sentiment"].notna()].reset_index(drop=True)
    feeling = sentiment.train(felt, care, encoders)
    print(pd.DataFrame(feeling.card["held_out"]).round(4).to_string(), flush=True)
    linear.write(feeling.model, target / "sentiment.npz")
    told = purpose.told_of(posts)
    model, figures = purpose.train(told)
    linear.write(model, target / "purpose.npz")
    for name in ("encoder.onnx", "encoder_head.npz", "vocabulary.txt"):
        (target / name).write_bytes((encoders["shipped"] / name).read_bytes())
    complaints = complaint.train(told, target, encoders["without_airline"])
    figures["calibration"]["complaint"] = complaints.pop("knots")
    finish(target, {**feeling.card, "purpose": figures, "complaint": complaints})


def finish(target: Path, card: dict[str, object]) -> None:
    """Write the card, with a version that is a hash of the weights and of what it decides."""
    weights = sorted(path for path in target.iterdir() if path.suffix in (".npz", ".onnx", ".txt"))
    total = hashlib.sha256(json.dumps(card, sort_keys=True).encode())
    for path in weights:
        total.update(path.read_bytes())
    made = {"version": f"1-{total.hexdigest()[:10]}",
            "made_on": datetime.now(UTC).strftime("%Y-%m-%d"),
            "megabytes": round(sum(path.stat().st_size for path in weights) / 1e6, 1), **card}
    (target / "card.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
