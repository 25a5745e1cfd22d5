"""TextBlob's rate and Decaf's to the same numbers, on the same posts in the same run.

Every distinct post at hand is read once, in a process per core, so a spelling that is new costs
what it costs in a build; ``python -m bench text`` runs it.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from analysis.engines import pattern
from analysis.engines.pattern_steps import step_memory

Numbers = list[tuple[float, float]]
_WARMED_ON = 200
_TOLD = {"together": "looking for emoticons and signs that belong together",
         "whole": "TextBlob itself, for posts that hold such", "split": "splitting",
         "look_up": "looking tokens up", "walk": "walking over those that count"}


def rates(texts: list[str]) -> dict[str, Any]:
    """Posts per second of a core and of the clock: ``theirs``, ``ours``; ``differences`` of all."""
    processes = os.cpu_count() or 1
    parts = [texts[at::processes] for at in range(processes)]
    out: dict[str, Any] = {"posts": len(texts)}
    said: dict[str, list[Numbers]] = {}
    context = multiprocessing.get_context("spawn")
    for name in ("theirs", "ours"):
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            list(pool.map(_part, [name] * processes, [part[-_WARMED_ON:] for part in parts]))
            begun = time.perf_counter()
            told = list(pool.map(_part, [name] * processes, parts))
            clock = time.perf_counter() - begun
        said[name] = [numbers for _, numbers in told]
        out[name] = {"posts_per_core_second": len(texts) / sum(one for one, _ in told),
                     "posts_per_second_all_cores": len(texts) / clock}
    out["differences"] = sum(
        theirs != ours for both in zip(said["theirs"], said["ours"], strict=True)
        for theirs, ours in zip(*both, strict=True))
    return out | {"where": _where(texts[:20_000])}


def _part(name: str, texts: list[str]) -> tuple[float, Numbers]:
    """Seconds of a core, and the numbers."""
    from textblob import TextBlob

    begun = time.process_time()
    if name == "theirs":
        numbers = [tuple(TextBlob(text).sentiment) for text in texts]
    else:
        numbers = list(zip(*pattern.scores(texts), strict=True))
    return time.process_time() - begun, numbers


def _where(texts: list[str]) -> list[tuple[str, float]]:
    """Millionths of a second of a core per post for each step, the least of three runs."""
    step_memory.cache_clear()
    together, whole, memory = pattern.together_test(), pattern.analyser(), step_memory()
    first = _seconds(lambda: pattern.scores(texts))
    hard = [text for text in texts if together(text)]
    tokens = [token for text in texts for token in text.split()]
    work: dict[str, Callable[[], object]] = {
        "together": lambda: [together(text) for text in texts],
        "whole": lambda: [whole(text) for text in hard],
        "split": lambda: [text.split() for text in texts],
        "look_up": lambda: [memory.of(part) for part in _thousands(tokens)]}
    spent = {name: min(_seconds(step) for _ in range(3)) for name, step in work.items()}
    again = min(_seconds(lambda: pattern.scores(texts)) for _ in range(3))
    spent["walk"] = max(again - sum(spent.values()), 0.0)
    rows = [(_TOLD[name], seconds) for name, seconds in spent.items()]
    rows.append(("spellings that are met for the first time", max(first - again, 0.0)))
    return [(name, 1e6 * seconds / len(texts)) for name, seconds in rows]


def _thousands(tokens: list[str]) -> list[list[str]]:
    return [tokens[at : at + 20_000] for at in range(0, len(tokens), 20_000)]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
