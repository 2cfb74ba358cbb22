"""Finds the lowest point of a smooth function of many numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np

from kuule.text.comments import Floats

# Value and gradient at a point.
Slope = Callable[[Floats], tuple[float, Floats]]
MOST_STEPS = 200
_REMEMBERED = 10
_MOST_HALVINGS = 30
_ENOUGH = 1e-4


def lowest(slope: Slope, start: Floats, *, flatness: float = 1e-3) -> Floats:
    """Return where a convex function is lowest.

    Parameters
    ----------
    slope : function of an array to (value, gradient)
        A convex, smooth function.
    start : array of float
        Where to begin.
    flatness : float
        Ends when the gradient is so much shorter than at the start.

    Returns
    -------
    array of float
        The lowest point that was found; the same for the same input.

    Notes
    -----
    Limited-memory BFGS with halving steps.

    References
    ----------
    Nocedal J, Wright S (2006) Numerical Optimization, Springer, algorithms 7.4 and 7.5.
    """
    point, (value, gradient) = start, slope(start)
    flat = flatness**2 * dot(gradient, gradient)
    moves: deque[tuple[Floats, Floats]] = deque(maxlen=_REMEMBERED)
    for _ in range(MOST_STEPS):
        if dot(gradient, gradient) <= flat:
            break
        direction = -_scaled(gradient, moves)
        step, wanted = 1.0, _ENOUGH * dot(gradient, direction)
        for _ in range(_MOST_HALVINGS):
            new_point = point + step * direction
            new_value, new_gradient = slope(new_point)
            if new_value <= value + step * wanted:
                break
            step /= 2
        else:
            # As low as rounding allows.
            break
        move, bend = new_point - point, new_gradient - gradient
        if dot(move, bend) > 0:
            moves.append((move, bend))
        point, value, gradient = new_point, new_value, new_gradient
    return point


def dot(left: Floats, right: Floats) -> float:
    """Return the sum of products, added up by one thread: a library that shares them out rounds as it has threads."""
    return float(np.einsum("i,i->", left, right))


def _scaled(gradient: Floats, moves: deque[tuple[Floats, Floats]]) -> Floats:
    """Return the gradient divided by the curvature that the last moves have shown."""
    if not moves:
        first: Floats = gradient / max(1.0, dot(gradient, gradient) ** 0.5)
        return first
    scaled: Floats = gradient.copy()
    shares: list[float] = []
    for move, bend in reversed(moves):
        shares.append(dot(move, scaled) / dot(move, bend))
        scaled -= shares[-1] * bend
    move, bend = moves[-1]
    scaled *= dot(move, bend) / dot(bend, bend)
    for (move, bend), share in zip(moves, reversed(shares), strict=True):
        scaled += move * (share - dot(bend, scaled) / dot(move, bend))
    return scaled
