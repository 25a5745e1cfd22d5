"""Words, pairs of words and letter groups of many posts at once, as hashed columns.

All posts of a batch are one array of bytes.  A running polynomial hash (modulo 2^64, so overflow
is meant) gives the hash of any stretch of it by one subtraction and one multiplication, which
numpy does for every word and letter group of the batch together: about 30,000 posts a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array = NDArray[np.uint64]
BITS = 18
LETTER_GROUPS = (2, 3, 4, 5)
_BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
_NEGATED_FOR = 4
# Kinds of bytes: 0 between words, 1 in a word, 2 other signs, 3 between posts.
_WORD, _SIGN, _END = 1, 2, 3
NEGATIONS = ("not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "cannot", "cant",
             "can't", "won't", "wont", "don't", "dont", "doesn't", "doesnt", "didn't", "didnt",
             "isn't", "isnt", "wasn't", "wasnt", "aren't", "weren't", "ain't", "aint", "haven't",
             "hasn't", "hadn't", "couldn't", "wouldn't", "shouldn't", "without", "hardly",
             "barely", "n't")


class Words(NamedTuple):
    """The words and signs of a batch, in order: where they are, their hash, whose they are."""

    letters: NDArray[np.uint8]
    first: NDArray[np.intp]
    last: NDArray[np.intp]
    hashes: Array
    post: NDArray[np.intp]
    is_sign: NDArray[np.bool_]
    is_negated: NDArray[np.bool_]
    upper_share: NDArray[np.float64]
    sums: Array
    inverse: Array


def words(cleaned: Sequence[str]) -> Words:
    """Every word of cleaned posts (see :func:`analysis.engines.cleaning.clean`)."""
    raw = np.frombuffer(("\n" + "\n".join(cleaned) + "\n").encode("utf-8", "replace"), np.uint8)
    kind = _kinds()[raw]
    upper = (raw >= 65) & (raw <= 90)
    letters = raw + np.where(upper, 32, 0).astype(np.uint8)
    powers = np.full(len(letters) + 1, _BASE, np.uint64)
    powers[0] = 1
    powers = np.cumprod(powers, dtype=np.uint64)
    inverse = np.full(len(letters) + 1, np.uint64(pow(int(_BASE), -1, 2**64)), np.uint64)
    inverse[0] = 1
    inverse = np.cumprod(inverse, dtype=np.uint64)
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum((letters.astype(np.uint64) + np.uint64(1)) * powers[:-1], out=sums[1:])

    changed = np.flatnonzero(np.diff(kind, prepend=-1))
    first = changed[(kind[changed] == _WORD) | (kind[changed] == _SIGN)]
    ends = np.append(changed[1:], len(kind))
    last = ends[(kind[changed] == _WORD) | (kind[changed] == _SIGN)]
    hashes = stretch(sums, inverse, first, last)
    post = np.cumsum(letters == 10)[first] - 1
    is_sign = kind[first] == _SIGN
    capitals = np.concatenate([[0], np.cumsum(upper)])
    return Words(letters, first, last, hashes, post.astype(np.intp), is_sign,
                 _negated(hashes, post, is_sign),
                 (capitals[last] - capitals[first]) / (last - first), sums, inverse)


def stretch(sums: Array, inverse: Array, first: NDArray[np.intp], last: NDArray[np.intp]) -> Array:
    """Hashes of the stretches [first, last) of the bytes."""
    return (sums[last] - sums[first]) * inverse[first]


def word_hash(word: str) -> int:
    """The hash of one word as :func:`words` gives it."""
    out, power = 0, 1
    for letter in word.lower().encode():
        out = (out + (letter + 1) * power) % 2**64
        power = power * int(_BASE) % 2**64
    return out


class Columns(NamedTuple):
    """Hashed features: column, post, and the bytes that each covers."""

    column: NDArray[np.int32]
    post: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]


def columns(found: Words) -> Columns:
    """Words, negated words, pairs, and letter groups within a post."""
    parts = [(_mixed(found.hashes, 1), found.post, found.first, found.last)]
    no = found.is_negated
    parts.append((_mixed(found.hashes[no], 2), found.post[no], found.first[no], found.last[no]))
    if len(found.hashes) > 1:
        pair = found.post[1:] == found.post[:-1]
        joined = found.hashes[:-1] * np.uint64(31) + found.hashes[1:]
        parts.append((_mixed(joined[pair], 3), found.post[:-1][pair], found.first[:-1][pair],
                      found.last[1:][pair]))
    ends = found.letters == 10
    posts = np.cumsum(ends) - 1
    breaks = np.concatenate([[0], np.cumsum(ends)])
    for size in LETTER_GROUPS:
        first = np.arange(len(found.letters) - size + 1)
        # The sign between two posts may open or close a group and must not stand inside it.
        whole = breaks[first + size - 1] == breaks[first + 1]
        first = first[whole]
        post = posts[first + 1 - ends[first + 1]]
        keep = (post >= 0) & ~(ends[first] & ends[first + size - 1] & (size == 2))
        first, post = first[keep], post[keep]
        parts.append((_mixed(stretch(found.sums, found.inverse, first, first + size), 10 + size),
                      post, first, first + size))
    column, post, first, last = (np.concatenate(one) for one in zip(*parts, strict=True))
    return Columns((column >> np.uint64(64 - BITS)).astype(np.int32), post.astype(np.int32),
                   first.astype(np.int32), last.astype(np.int32))


def matrix(found: Columns, posts: int) -> sparse.csr_matrix:
    """How often each column is in each post."""
    ones = np.ones(len(found.column), np.float32)
    out = sparse.coo_matrix((ones, (found.post, found.column)), shape=(posts, 2**BITS)).tocsr()
    out.sum_duplicates()
    return out


def _mixed(hashes: Array, salt: int) -> Array:
    """Hashes whose upper bits are as good as random (the finisher of SplitMix64)."""
    out = hashes + np.uint64(salt * 0xBF58476D1CE4E5B9 % 2**64)
    out = (out ^ (out >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    out = (out ^ (out >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return out ^ (out >> np.uint64(31))


def _negated(hashes: Array, post: NDArray[np.intp], is_sign: NDArray[np.bool_]
             ) -> NDArray[np.bool_]:
    """Words at most four after a negation in the same clause."""
    at = np.arange(len(hashes))
    denying = np.isin(hashes, np.array([word_hash(one) for one in NEGATIONS], np.uint64))
    since = np.maximum.accumulate(np.where(denying, at, -10)) if len(at) else at
    opened = np.concatenate([[True], post[1:] != post[:-1]]) if len(at) else is_sign
    stop = np.maximum.accumulate(np.where(is_sign | opened, at, -1)) if len(at) else at
    begun = np.where(opened[stop] & ~is_sign[stop], stop - 1, stop) if len(at) else at
    near: NDArray[np.bool_] = (at - since <= _NEGATED_FOR) & (since > begun) & ~denying
    return near


def _kinds() -> NDArray[np.int8]:
    out = np.full(256, _SIGN, np.int8)
    for byte in range(256):
        if byte >= 128 or chr(byte).isalnum() or chr(byte) in "'@_":
            out[byte] = _WORD
    out[ord(" ")] = 0
    out[10] = _END
    return out
