"""Every engine on every labelled set at hand: how right, how sure, how fast, how big.

``python -m bench text --shared DIR`` (or ``make bench-text``) measures; with ``--markdown`` it
prints the page docs/models.md.  The word lists are measured on the sets as they are.  The
decaf engines were trained on these sets, so what is shown of them comes from the training command,
which measures weights that had not seen the set; their speed is measured here.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.engines import decaf, pattern
from analysis.engines.calibration import expected_error
from analysis.sentiment import ENGINES, SENTIMENTS, score
from bench import text_blob
from bench.text_page import page

__all__ = ["page", "run"]

WORD_LISTS = ("textblob", "vader")
# People's mean grades were used to make VADER: its figures there would say nothing.
NOT_A_TEST = {("vader", "graded")}
_FOR_SPEED = 6_000


def run(*, out: Path, shared: Path | None, quick: bool = False) -> dict[str, Any]:
    """Figures by engine and set, and the speed of each.  Raises FileNotFoundError without sets."""
    from training.labels import load

    if shared is None or not shared.exists():
        raise FileNotFoundError("Name the folder of labelled sets: --shared DIR.")
    posts = load(shared)
    felt = posts[posts["sentiment"].notna()]
    if quick:
        felt = felt.groupby("set").head(1_500)
    card = decaf.card()
    told = [{**row, "held_out": True} for row in card["held_out"]]
    lists = [_measured(engine, str(name), group)
             for engine in WORD_LISTS for name, group in felt.groupby("set")
             if (engine, str(name)) not in NOT_A_TEST]
    sample = felt["text"].sample(1_500 if quick else _FOR_SPEED, random_state=3).tolist()
    distinct = posts["text"].drop_duplicates().sample(frac=1.0, random_state=3).tolist()
    return {"version": decaf.version(), "cores": os.cpu_count(), "sentiment": [*told, *lists],
            "speed": [_speed(engine, sample) for engine in ENGINES],
            "textblob": text_blob.rates(distinct[:6_000] if quick else distinct),
            "where_time_goes": _stages(sample), "card": card}


def _measured(engine: str, name: str, posts: pd.DataFrame) -> dict[str, Any]:
    found = score(posts["text"].tolist(), engine=engine)
    truth = pd.Categorical(posts["sentiment"], categories=SENTIMENTS).codes
    guess = pd.Categorical(found["sentiment"], categories=SENTIMENTS).codes
    read = guess >= 0
    return {"engine": engine, "set": name, "held_out": True, **figures(truth[read], guess[read]),
            "ece": expected_error(found["confidence"].to_numpy()[read],
                                  truth[read] == guess[read])}


def figures(truth: Sequence[int] | np.ndarray, guess: Sequence[int] | np.ndarray
            ) -> dict[str, float]:
    """Posts, accuracy, macro recall and macro F1 over the classes that people gave."""
    told, read = np.asarray(truth), np.asarray(guess)
    recalls, f1s = [], []
    for label in np.unique(told):
        hits = ((told == label) & (read == label)).sum()
        recalls.append(hits / (told == label).sum())
        f1s.append(2 * hits / ((told == label).sum() + (read == label).sum()))
    return {"posts": len(told), "accuracy": float((told == read).mean()),
            "macro_recall": float(np.mean(recalls)), "macro_f1": float(np.mean(f1s))}


def _speed(engine: str, texts: list[str]) -> dict[str, Any]:
    """Posts per second of a core, on the clock with a process per core, and a process's memory.

    Seconds of a core hold on a busy machine too; the clock is what one waits for here and now.
    """
    seconds, clock, megabytes = _pooled(_score_part, texts, engine)
    return {"engine": engine, "posts_per_core_second": len(texts) / seconds,
            "posts_per_second_all_cores": len(texts) / clock, "memory_mb": megabytes}


def _pooled(work: Callable[[str, list[str]], tuple[float, float]], texts: list[str], engine: str
            ) -> tuple[float, float, float]:
    """Seconds of a core and of the clock, and the most memory of a process in MB."""
    processes = os.cpu_count() or 1
    parts = [texts[at::processes] for at in range(processes)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        list(pool.map(work, [engine] * processes, [part[:200] for part in parts]))
        begun = time.perf_counter()
        told = list(pool.map(work, [engine] * processes, parts))
        clock = time.perf_counter() - begun
    return sum(one for one, _ in told), clock, max(memory for _, memory in told)


def _score_part(engine: str, texts: list[str]) -> tuple[float, float]:
    begun = time.process_time()
    score(texts, engine=engine)
    return time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _stages(texts: list[str]) -> list[dict[str, Any]]:
    """Seconds of a core per 1,000 posts for each step of the default engine."""
    from analysis import purpose
    from analysis.engines import encoder, language, student
    from analysis.engines.cleaning import clean

    cleaned = [clean(text) for text in texts]
    model = student.shipped("sentiment")
    numbers = np.zeros((len(texts), 2))
    seen = student.features(cleaned, numbers, model.idf)
    few = cleaned[: max(len(cleaned) // 8, 1)]
    steps: dict[str, tuple[Callable[[], object], int]] = {
        "TextBlob's numbers": (lambda: pattern.scores(texts), len(texts)),
        "language": (lambda: language.detect(texts), len(texts)),
        "cleaning": (lambda: [clean(text) for text in texts], len(texts)),
        "words and letter groups": (lambda: student.features(cleaned, numbers, model.idf),
                                    len(texts)),
        "fast model": (lambda: student.outputs(model, seen), len(texts)),
        "encoder, per post it is asked": (lambda: encoder.read(few), len(few)),
        "purpose": (lambda: purpose.classify(texts), len(texts)),
    }
    out = []
    for name, (step, posts) in steps.items():
        step()
        begun = time.process_time()
        step()
        out.append({"step": name, "seconds_per_1000": 1000 * (time.process_time() - begun) / posts})
    return out
