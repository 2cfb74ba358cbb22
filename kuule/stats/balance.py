"""Weights that give one group the mix of all, so that groups can be compared as if they were alike in size and age."""

from __future__ import annotations

import numpy as np

from kuule.stats.inputs import Floats

MOST_STEPS = 60
BALANCED = 1e-8
# A weight of more than this many average ones says that hardly anybody in the group is like the rest.
LARGEST_WEIGHT = 20.0


def balancing_weights(columns: Floats, target: Floats) -> Floats | None:
    """Return weights of mean 1, (n,), closest to equal ones, that move the means of columns to a target.

    Exponential tilting, w = exp(x . b), found by Newton's method on its convex dual.

    Parameters
    ----------
    columns : shape (n, p)
        What the group has, best standardised.
    target : shape (p,)
        The means wanted.

    Returns
    -------
    array of shape (n,), or None
        None if no weights do it, or only such that few customers stand for all.

    References
    ----------
    Hainmueller J (2012) Polit Anal 20:25-46. Zhao Q, Percival D (2017) J Causal Inference 5 (doubly robust).
    """
    centred = columns - target
    tilt = np.zeros(centred.shape[1])
    value = 0.0
    for _ in range(MOST_STEPS):
        weights = _tilted(centred, tilt)
        gradient = weights @ centred
        if float(np.abs(gradient).max(initial=0.0)) < BALANCED:
            scaled: Floats = weights * len(weights)
            return scaled if scaled.max() <= LARGEST_WEIGHT else None
        spread = (centred * weights[:, None]).T @ centred - np.outer(gradient, gradient)
        step = -np.linalg.lstsq(spread, gradient)[0]
        value = _dual(centred, tilt)
        while _dual(centred, tilt + step) > value + 1e-4 * float(gradient @ step) and np.abs(step).max() > BALANCED**2:
            step /= 2
        tilt = tilt + step
    return None


def _tilted(centred: Floats, tilt: Floats) -> Floats:
    scores = centred @ tilt
    weights = np.exp(scores - scores.max())
    shares: Floats = weights / weights.sum()
    return shares


def _dual(centred: Floats, tilt: Floats) -> float:
    scores = centred @ tilt
    top = float(scores.max())
    return top + float(np.log(np.exp(scores - top).sum()))
