"""The command line: ``python -m training encoder|models --shared DIR``; see docs/models.md.

``encoder`` fine-tunes the encoder into a folder, ``models`` makes everything else from two such
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

import numpy as np
import pandas as pd

from analysis.engines.student import FOLDER

PASSES = {"measured": 3, "shipped": 1}
SETS = {"measured": ("semeval_2013_2015",),
        "shipped": ("semeval_2013_2015", "semeval_2016", "airline")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Train what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    encoder = commands.add_parser("encoder", help="fine-tune the encoder (about 15 min of a core)")
    encoder.add_argument("which", choices=sorted(SETS),
                         help="measured: SemEval 2013-2015 alone; shipped: every set")
    encoder.add_argument("--out", type=Path, required=True, metavar="DIR")
    models = commands.add_parser("models", help="the fast models, calibration and figures")
    models.add_argument("--measured", type=Path, required=True, metavar="DIR")
    models.add_argument("--shipped", type=Path, required=True, metavar="DIR")
    models.add_argument("--out", type=Path, default=FOLDER, metavar="DIR")
    for one in (encoder, models):
        one.add_argument("--shared", type=Path, required=True, metavar="DIR",
                         help="folder of the labelled sets")
        one.add_argument("--labels", type=Path, metavar="FILE", action="append", default=[],
                         help="a CSV of text and sentiment, purpose, intent or complaint")
    given = parser.parse_args(arguments)
    posts = _posts(given.shared, given.labels)
    if given.command == "encoder":
        _encoder(posts, given.which, given.out)
    else:
        _models(posts, given.measured, given.shipped, given.out)
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


def _encoder(posts: pd.DataFrame, which: str, target: Path) -> None:
    import torch

    from training.bert import pretrained, wheel
    from training.encoder import Reader, Task, fine_tune, word_ids
    from training.sentiment import codes_of

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    own = ~posts["set"].isin(SETS["shipped"]) & (which == "shipped") & ~posts["set"].isin(
        ("graded",))
    mine = posts[(posts["set"].isin(SETS[which]) | own) & posts["sentiment"].notna()]
    reader = Reader(pretrained(), [("sentiment", 3)])
    target.mkdir(parents=True, exist_ok=True)
    fine_tune(reader, word_ids(mine["text"].tolist()), [Task("sentiment", 3, codes_of(mine))],
              epochs=PASSES[which], rate=2e-4, save=str(target / "state.pt"))
    write_encoder(reader, target, wheel() / "vocab.txt")


def write_encoder(reader: object, target: Path, vocabulary: Path) -> None:
    """The encoder, its head and its vocabulary as files that the engine reads."""
    from training.encoder import Reader
    from training.export import export

    assert isinstance(reader, Reader)
    export(reader.encoder, target / "encoder.onnx")
    head = reader.heads["sentiment"]
    np.savez(target / "encoder_head.npz", weight=head.weight.detach().numpy().T,
             bias=head.bias.detach().numpy())
    (target / "vocabulary.txt").write_text(
        vocabulary.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")


def _models(posts: pd.DataFrame, measured: Path, shipped: Path, target: Path) -> None:
    from training import complaint, linear, purpose, sentiment

    target.mkdir(parents=True, exist_ok=True)
    felt = posts[posts["sentiment"].notna()].reset_index(drop=True)
    found, codes = sentiment.features(felt), sentiment.codes_of(felt)
    seen = np.flatnonzero(felt["set"].isin(sentiment.SEEN))
    held = sentiment.held_out(felt, found, sentiment.fast_model(found, codes, seen), measured)
    card = sentiment.chosen(held)
    print(pd.DataFrame(card["held_out"]).round(4).to_string(), flush=True)
    linear.write(sentiment.fast_model(found, codes, np.arange(len(felt))),
                 target / "sentiment.npz")
    told = purpose.told_of(posts)
    model, figures = purpose.train(told)
    linear.write(model, target / "purpose.npz")
    for name in ("encoder.onnx", "encoder_head.npz", "vocabulary.txt"):
        (target / name).write_bytes((shipped / name).read_bytes())
    complaints = complaint.train(told, target)
    figures["calibration"]["complaint"] = complaints.pop("knots")
    finish(target, {**card, "purpose": figures, "complaint": complaints})


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
