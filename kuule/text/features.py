"""Comments as rows of weighted grams: rare ones weigh more than common ones, long comments no more than short ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kuule.text.grams import BUCKETS, HALF, READ, grams
from kuule.text.rows import SparseRows

# Characters that are taken apart at once: about 150 MB of numbers on the way.
AT_ONCE = 300_000
Weights = NDArray[np.float32]


def counted(texts: Sequence[str]) -> SparseRows:
    """Return how often each bucket of `grams` occurs in each comment."""
    parts = [_counted(texts[part]) for part in in_parts(texts)]
    lengths = np.concatenate([np.diff(part.starts) for part in parts])
    return SparseRows(
        np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]),
        np.concatenate([part.columns for part in parts]),
        np.concatenate([part.values for part in parts]),
        BUCKETS,
    )


def in_parts(texts: Sequence[str], at_once: int = AT_ONCE) -> Iterator[slice]:
    """Yield where to cut texts so that memory stays bounded, however many there are."""
    first, size = 0, 0
    for place, text in enumerate(texts):
        read = min(len(text), READ)
        if size and size + read > at_once:
            yield slice(first, place)
            first, size = place, 0
        size += read + 1
    yield slice(first, len(texts))


def rarities(counts: SparseRows) -> Weights:
    """Return the weight of each bucket: ln((1 + n) / (1 + comments that have it)) + 1.

    References
    ----------
    Spärck Jones K (1972) J Doc 28:11-21; smoothed, so that an unseen bucket has a weight too.
    """
    occurrences = np.bincount(counts.columns, minlength=counts.width)
    return (np.log((1 + len(counts)) / (1 + occurrences)) + 1).astype(np.float32)


def weighed(counts: SparseRows, weights: Weights) -> SparseRows:
    """Return rows of (1 + ln count) x weight; the words of each comment are scaled to length 1, so are its runs."""
    values = (1 + np.log(counts.values)) * weights[counts.columns]
    halves = 2 * counts.owners + (counts.columns >= HALF)
    lengths = np.sqrt(np.bincount(halves, weights=values * values, minlength=2 * len(counts)))
    scaled = (values / lengths[halves]).astype(np.float32)
    return SparseRows(counts.starts, counts.columns, scaled, counts.width)


def _counted(texts: Sequence[str]) -> SparseRows:
    owners, buckets = grams(texts)
    keys, counts = np.unique(owners * BUCKETS + buckets, return_counts=True)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(keys // BUCKETS, minlength=len(texts)))])
    return SparseRows(starts, (keys % BUCKETS).astype(np.int32), counts.astype(np.float32), BUCKETS)
