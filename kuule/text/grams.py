"""What a comment is made of, as numbers: its words, pairs of words, and runs of three to five letters within a word.

Each of them is hashed to a bucket, by arithmetic alone, so that any process on any machine finds the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

# Words and runs of letters have a half of the buckets each. With four times as many no model got better.
BUCKETS = 2**17
HALF = BUCKETS // 2
# Characters of a comment that count; hardly anybody writes more, and nobody can fill the memory.
READ = 10_000
RUNS = (3, 4, 5)
_SPACE = 32
# From here on there are hardly other characters than rare Chinese ones.
_RARE = 0x20000
_SYMBOL = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")

Codes = NDArray[np.uint64]
# An odd number of random bits: a run is a number written in this base, modulo 2**64, and odd numbers can be divided by.
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)
_PAIR = np.uint64(0xD6E8FEB86659FD93)
_FIRST, _SECOND, _SHIFT = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53), np.uint64(33)


def grams(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every gram of some comments.

    Parameters
    ----------
    texts : sequence of str
        Any text, also an empty or a broken one. The first 10,000 characters of each are read; case, punctuation and
        control characters do not count, and a pictograph is a word.

    Returns
    -------
    (array of int, array of int), each of length k
        The place of its text, and its bucket: words and pairs of words below `HALF`, runs of letters from there on.

    Notes
    -----
    A letter that the Unicode tables of an older Python do not know parts words there.
    """
    letters, owners = _letters(texts)
    found = [_words(letters, owners), *_runs(letters, owners)]
    return np.concatenate([owner for owner, _ in found]), np.concatenate([bucket for _, bucket in found])


def _letters(texts: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    """Return the code points of all texts, a single space around each word, and the text that each belongs to."""
    folded = [f" {_folded(text)} " for text in texts]
    encoded = "".join(folded).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(encoded, dtype=np.uint32)
    codes = np.where(_within_words()[np.minimum(codes, _RARE)], codes, np.uint32(_SPACE))
    owners = np.repeat(np.arange(len(folded)), [len(text) for text in folded])
    kept = codes != _SPACE
    kept[1:] |= kept[:-1]
    kept[:1] = True
    return codes[kept].astype(np.uint64), owners[kept]


def _folded(text: str) -> str:
    text = text[:READ]
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()[:READ]
    return _SYMBOL.sub(r" \g<0> ", folded)


@cache
def _within_words() -> NDArray[np.bool_]:
    """Tell of each code point up to `_RARE` whether it is part of a word: a letter, accent, digit or pictograph."""
    kinds = (unicodedata.category(chr(code)) for code in range(_RARE + 1))
    return np.array([kind[0] in "LMN" or kind == "So" for kind in kinds])


def _words(letters: Codes, owners: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    is_space = letters == _SPACE
    starts = np.flatnonzero(is_space[:-1] & ~is_space[1:]) + 1
    ends = np.flatnonzero(~is_space[:-1] & is_space[1:]) + 1
    written = np.concatenate([np.zeros(1, np.uint64), np.cumsum(letters * _powers(_BASE, len(letters)))])
    # Each word as if it stood at the very beginning.
    words = _mixed((written[ends] - written[starts]) * _powers(_INVERSE, len(written))[starts])
    owner = owners[starts]
    follows = owner[:-1] == owner[1:]
    pairs = _mixed(words[:-1] * _PAIR + words[1:])[follows]
    return np.concatenate([owner, owner[:-1][follows]]), _bucket(np.concatenate([words, pairs]))


def _runs(letters: Codes, owners: NDArray[np.int64]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return the runs of each length that begin, end or stay within one word; its two spaces count as letters."""
    is_space = letters == _SPACE
    run, is_whole, found = letters, np.ones(len(letters), np.bool_), []
    for length in range(2, max(RUNS) + 1):
        begun = max(0, len(letters) - length + 1)
        run = run[:begun] * np.uint64(_BASE) + letters[length - 1 :]
        is_whole = is_whole[:begun] & (~is_space[length - 2 : length - 2 + begun] if length > 2 else True)
        if length in RUNS:
            places = np.flatnonzero(is_whole)
            # The second letter is never a space, so it belongs to the text of the word.
            found.append((owners[places + 1], _bucket(_mixed(run[places] + np.uint64(length))) + HALF))
    return found


def _powers(base: int, count: int) -> Codes:
    powers = np.full(count, base, np.uint64)
    powers[:1] = 1
    return np.cumprod(powers)


def _mixed(numbers: Codes) -> Codes:
    """Spread numbers over all 64 bits: the finalizer of MurmurHash3 (Appleby)."""
    numbers = (numbers ^ (numbers >> _SHIFT)) * _FIRST
    numbers = (numbers ^ (numbers >> _SHIFT)) * _SECOND
    return numbers ^ (numbers >> _SHIFT)


def _bucket(numbers: Codes) -> NDArray[np.int64]:
    return (numbers % np.uint64(HALF)).astype(np.int64)
