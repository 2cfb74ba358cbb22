"""Weighted sums of means of cells, with an error that holds for few clusters (CR2 and its degrees of freedom)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Codes
from kuule.stats.inputs import Floats

# Of a cell's rows: what rounding may leave of "all of them".
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """A weighted sum of cell means, its standard error and degrees of freedom; None where the data give none.

    `lone` says that a cell that counts has one cluster only; its variance is borrowed from the others.
    """

    value: float
    se: float | None
    df: float | None
    lone: bool


def cell_contrast(y: Floats, cells: Codes, places: Codes, clusters: int, weights: Floats) -> Contrast:
    """Compute the sum of weights times means of cells, and its cluster-robust error.

    Parameters
    ----------
    y : shape (n,)
        Outcomes.
    cells : shape (n,)
        Cell of each row, counted from 0; each has rows.
    places : shape (n,)
        Cluster of each row, counted from 0 without gaps.
    clusters : int
        How many clusters there are.
    weights : shape (c,)
        Of the cell means.

    Notes
    -----
    The bias-reduced estimate CR2 of least squares on the cells: within a cell of n rows the residuals of a cluster of m
    are divided by sqrt(1 - m/n), as the hat matrix of cells has that closed form. The degrees of freedom are
    Satterthwaite's under independent errors. A cell that is one cluster has no residuals: it is given the pooled
    variance of single rows, which does not shrink with its rows.

    References
    ----------
    Bell R, McCaffrey D (2002) Surv Methodol 28:169-181. Imbens G, Kolesar M (2016) Rev Econ Stat 98:701-712.
    """
    sizes = np.bincount(cells, minlength=len(weights)).astype(np.float64)
    means = np.bincount(cells, y, len(weights)) / np.maximum(sizes, 1)
    value = float(weights @ means)
    # One entry for each pair of cluster and cell that occurs.
    pairs, of_pair = np.unique(places * len(weights) + cells, return_inverse=True)
    rows = np.bincount(of_pair.reshape(-1), minlength=len(pairs)).astype(np.float64)
    residuals = np.bincount(of_pair.reshape(-1), y - means[cells], len(pairs))
    cell, cluster = pairs % len(weights), pairs // len(weights)
    left = 1 - rows / sizes[cell]
    alone = left < ROUNDING
    factor = np.where(alone, 0.0, weights[cell] / (sizes[cell] * np.sqrt(np.where(alone, 1.0, left))))
    totals = np.bincount(cluster, factor * residuals, clusters)
    variance = float(totals @ totals)
    size = float(np.abs(y - means[cells]) @ np.abs(weights / np.maximum(sizes, 1))[cells])
    if variance <= (ROUNDING * size) ** 2:
        variance = 0.0
    df = _degrees(factor, rows, cell, cluster, sizes, clusters)
    lone = bool((alone & (weights[cell] != 0)).any())
    if lone:
        variance += _borrowed(y - means[cells], sizes) * float((weights[cell][alone] ** 2).sum())
    return Contrast(
        value=value, se=math.sqrt(variance) if df is not None else None, df=df if variance > 0 else None, lone=lone
    )


def _degrees(factor: Floats, rows: Floats, cell: Codes, cluster: Codes, sizes: Floats, clusters: int) -> float | None:
    """Return (sum of eigenvalues)^2 over the sum of their squares, of the quadratic form that the variance is."""
    own = np.bincount(cluster, rows * factor**2, clusters)
    shared = rows * factor / np.sqrt(sizes[cell])
    norms = np.bincount(cluster, shared**2, clusters)
    between = np.zeros((len(sizes), len(sizes)))
    # Only cells that share a cluster meet in the form; all pairs of entries of one cluster.
    for one, other in _meetings(cluster):
        np.add.at(between, (cell[one], cell[other]), shared[one] * shared[other])
    trace = float(own.sum() - norms.sum())
    squares = float((own**2).sum() - 2 * (own * norms).sum() + (between**2).sum())
    return trace**2 / squares if trace > 0 and squares > 0 else None


def _meetings(cluster: Codes) -> list[tuple[Codes, Codes]]:
    """Return pairs of positions with the same cluster, by how far apart they lie; `cluster` is sorted."""
    everyone = np.arange(len(cluster))
    found = [(everyone, everyone)]
    apart = 1
    while apart < len(cluster):
        same = np.flatnonzero(cluster[apart:] == cluster[:-apart])
        if not len(same):
            break
        found += [(same, same + apart), (same + apart, same)]
        apart += 1
    return found


def _borrowed(residuals: Floats, sizes: Floats) -> float:
    freedom = float(len(residuals) - (sizes > 0).sum())
    return float(residuals @ residuals) / freedom if freedom > 0 else 0.0
