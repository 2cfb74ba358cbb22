"""Bootstrap samples of rows, or of clusters of rows, boiled down to the covariances of their columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from kuule.stats.columns import Codes
from kuule.stats.inputs import Floats, RejectedInput, whole_number

# Units drawn from at once, and samples drawn at once: together they bound the memory, whatever the number of rows.
BLOCK = 4096
CHUNK = 256
FEWEST_RESAMPLES = 100


def enough_resamples(resamples: int) -> None:
    """Reject a number of samples that cannot show where the tails begin."""
    if whole_number(resamples, "Resamples") < FEWEST_RESAMPLES:
        raise RejectedInput(f"Resamples must be {FEWEST_RESAMPLES} or more, such as 2000, not {resamples}.")


def resampled_covariances(columns: Floats, clusters: Codes, *, resamples: int, seed: int) -> Floats:
    """Draw as many clusters as there are, with replacement, time and again.

    Parameters
    ----------
    columns : shape (n, q)
        Numbers, best of a size around 1.
    clusters : shape (n,)
        Cluster of each row, counted from 0 without gaps; the row number to draw rows.
    resamples : int
        How many samples are drawn.
    seed : int
        Where the random numbers start.

    Returns
    -------
    array of shape (q, q, resamples)
        Covariances with divisor n.
    """
    rng = np.random.default_rng(seed)
    first, second = np.triu_indices(columns.shape[1] + 1)
    moments = np.zeros((resamples, len(first)))
    blocks = list(_blocks(columns, clusters))
    units = np.array([len(starts) for _, starts in blocks])
    # How many draws fall into each block, then which of its units they hit: the same law as drawing from all.
    draws = rng.multinomial(units.sum(), units / units.sum(), size=resamples)
    for (rows, starts), falling in zip(blocks, draws.T, strict=True):
        # One column beside the other in memory, and one product at a time: many columns would not fit at once.
        with_one = np.asfortranarray(np.column_stack((np.ones(len(rows)), rows)))
        products = np.column_stack(
            [
                np.add.reduceat(with_one[:, one] * with_one[:, other], starts)
                for one, other in zip(first, second, strict=True)
            ]
        )
        for begin in range(0, resamples, CHUNK):
            chunk = slice(begin, begin + CHUNK)
            moments[chunk] += _weights(rng, falling[chunk], len(starts)) @ products
    return _covariances(moments, columns.shape[1])


def _blocks(columns: Floats, clusters: Codes) -> Iterator[tuple[Floats, Codes]]:
    order = np.argsort(clusters, kind="stable")
    starts = np.searchsorted(clusters[order], np.arange(clusters.max() + 2))
    for begin in range(0, len(starts) - 1, BLOCK):
        own = starts[begin : begin + BLOCK + 1]
        last = min(begin + BLOCK, len(starts) - 1) - begin
        yield columns[order[own[0] : own[last]]], own[:last] - own[0]


def _weights(rng: Generator, draws: Codes, units: int) -> Floats:
    samples = len(draws)
    hit = rng.integers(0, units, size=int(draws.sum())) + np.repeat(np.arange(samples) * units, draws)
    return np.bincount(hit, minlength=samples * units).reshape(samples, units).astype(np.float64)


def _covariances(moments: Floats, width: int) -> Floats:
    whole = np.empty((width + 1, width + 1, len(moments)))
    first, second = np.triu_indices(width + 1)
    whole[first, second] = whole[second, first] = moments.T
    means = whole[0, 1:] / whole[0, 0]
    covariances: Floats = whole[1:, 1:] / whole[0, 0] - means[:, None] * means[None]
    return covariances
