"""R-squared of every subset of drivers, and its fair split; many samples at once, along the last axis."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np

from kuule.stats.inputs import Floats

# Of columns standardised over all rows: less variance than this is a rounding error.
NO_VARIANCE = 1e-12
# A driver that others explain but for this part of its variance adds nothing of its own.
NOTHING_NEW = 1e-10


def correlations(covariances: Floats) -> Floats:
    """Return correlations, (q, q, b), of covariances of the same shape; 0 all along a constant column."""
    variance = np.einsum("iib->ib", covariances)
    varies = variance > NO_VARIANCE
    scale = np.divide(1, np.sqrt(variance, where=varies, out=np.ones_like(variance)), where=varies, out=0 * variance)
    correlated: Floats = covariances * scale[:, None] * scale[None]
    return correlated


def explained(correlated: Floats, widths: Sequence[int]) -> Floats:
    """Return R-squared of the last column on every subset of the p drivers before it, shape (2^p, b).

    `widths` says how many neighbouring columns each driver has: they enter and leave together. Bit k of the row number
    says whether driver k is in the subset. One driver after the other is swept out of what is left of the matrix
    (its Schur complement), beside a copy in which it is passed over.
    """
    left = correlated[None]
    for width in widths:
        swept = left
        for _column in range(width):
            swept = _swept(swept)
        left = np.concatenate((left[:, width:, width:], swept))
    r2: Floats = correlated[-1, -1] - left[:, 0, 0]
    return r2


def shapley(correlated: Floats, widths: Sequence[int]) -> tuple[Floats, Floats]:
    """Return R-squared of all p drivers, (b,), and its increase by each averaged over all orders, (p, b)."""
    drivers, samples = len(widths), correlated.shape[-1]
    r2 = explained(correlated, widths)
    others = np.array([subset.bit_count() for subset in range(2 ** (drivers - 1))])
    # Of all orders, one in drivers * comb(drivers - 1, s) has exactly this set of s before the driver.
    chance = np.array([1 / (drivers * comb(drivers - 1, s)) for s in range(drivers)])[others]
    lmg = np.empty((drivers, samples))
    for driver in range(drivers):
        without, joined = np.moveaxis(r2.reshape(-1, 2, 2**driver, samples), 1, 0)
        lmg[driver] = chance @ (joined - without).reshape(-1, samples)
    return r2[-1], lmg


def _swept(left: Floats) -> Floats:
    """Sweep the first column out of the others; one that is a combination of those before changes nothing."""
    pivot, column, without = left[:, 0, 0], left[:, 0, 1:], left[:, 1:, 1:]
    new = pivot > NOTHING_NEW
    slope = np.divide(column, pivot[:, None], where=new[:, None], out=np.zeros_like(column))
    swept: Floats = without - slope[:, :, None] * column[:, None]
    return swept


def rank(correlated: Floats) -> int:
    """Count the drivers, one after the other, that are no combination of those before; for one sample, (q, q)."""
    left, found = correlated, 0
    while len(left) > 1:
        new = left[0, 0] > NOTHING_NEW
        found += int(new)
        slope = left[0, 1:] / left[0, 0] if new else np.zeros(len(left) - 1)
        left = left[1:, 1:] - np.outer(slope, left[0, 1:])
    return found
