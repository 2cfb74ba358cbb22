"""The statistics core beside plain numpy counting of the same answers."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bench.figures import Figure
from kuule import stats

ANSWERS, SEGMENTS, ACCOUNTS = 5_000_000, 100_000, 10_000
WEIGHTED = 500_000
RUNS = 5


def measure(folder: Path) -> Iterator[Figure]:
    """Yield how long each operation takes, and how long it takes to count what it speaks of."""
    del folder
    random = np.random.default_rng(1)
    scores = random.integers(0, 11, ANSWERS)
    segment = random.integers(0, SEGMENTS, ANSWERS)
    kind = np.searchsorted([7, 9], scores, side="right")
    by_segment = np.bincount(segment * 3 + kind, minlength=SEGMENTS * 3).reshape(SEGMENTS, 3).T
    account = random.integers(0, ACCOUNTS, WEIGHTED)
    weights = random.uniform(1, 9, WEIGHTED)

    counting = quickest(lambda: np.bincount(scores, minlength=11))
    cutting = quickest(lambda: np.bincount(segment * 3 + np.searchsorted([7, 9], scores, side="right")))
    summing = quickest(lambda: np.bincount(account, weights=weights * (scores[:WEIGHTED] >= 9)))
    rest = tuple(by_segment.sum(axis=1)[:, None] - by_segment)
    yield _figure(
        "score with interval, 5 million answers",
        quickest(lambda: stats.nps_interval(stats.classify(scores))),
        counting,
        "numpy counting them",
        "under 10",
    )
    yield _figure(
        "intervals of 100,000 segments",
        quickest(lambda: stats.nps_intervals(*by_segment)),
        cutting,
        "numpy counting 5 million answers by segment",
        "under 10",
    )
    yield _figure(
        "100,000 segments against the rest",
        quickest(lambda: stats.nps_changes(rest, tuple(by_segment))),
        cutting,
        "numpy counting 5 million answers by segment",
        "under 10",
    )
    yield _figure(
        "weighted by 10,000 accounts, 500,000 answers",
        quickest(lambda: stats.weighted_nps(scores[:WEIGHTED], weights, clusters=account)),
        summing,
        "numpy adding up by account",
        "under 200",
    )


def quickest(act: Callable[[], object]) -> float:
    """Return the seconds of the quickest of a few runs."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return min(taken)


def _figure(name: str, seconds: float, reference: float, beside: str, aim: str) -> Figure:
    return Figure(name, seconds * 1000, "ms", reference * 1000, beside, aim)
