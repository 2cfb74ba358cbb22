"""Logistic regression: a probability from the weighted sum of a row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuule.text.comments import Floats
from kuule.text.descent import dot, lowest
from kuule.text.rows import Rows

# Comments are short and few: of 0.3, 1, 4 and 16, one did best or nearly so on every kind of them.
FREEDOM = 1.0
FOLDS_SEED = 20_040_617


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """Coefficients, one a column, and an intercept; in half the precision they were found with, as they are kept."""

    coefficients: NDArray[np.float32]
    intercept: float

    def of(self, rows: Rows) -> Floats:
        """Return the log-odds of each row."""
        return rows.times(self.coefficients.astype(np.float64)) + self.intercept


def learn(rows: Rows, targets: Floats, weights: Floats | None = None) -> Linear:
    """Learn to tell rows apart.

    Parameters
    ----------
    rows : Rows, n of them
        What is known.
    targets : array of float, length n
        What is to be told: 1, 0, or a probability between.
    weights : array of float, length n, optional
        How much each row counts.

    Returns
    -------
    Linear
        What minimises the weighted sum of log losses plus half the squared length of the coefficients.

    References
    ----------
    Hastie T, Tibshirani R, Friedman J (2009) The Elements of Statistical Learning, Springer, 4.4 and 18.4.
    """
    weights = np.ones(len(rows)) if weights is None else weights

    def slope(point: Floats) -> tuple[float, Floats]:
        coefficients = point[:-1]
        odds = rows.times(coefficients) + point[-1]
        loss = dot(weights, np.logaddexp(0.0, odds) - targets * odds)
        errors = weights * (probability(odds) - targets)
        gradient = np.append(rows.transposed_times(errors) + coefficients / FREEDOM, errors.sum())
        return loss + dot(coefficients, coefficients) / (2 * FREEDOM), gradient

    found = lowest(slope, np.zeros(rows.width + 1))
    return Linear(found[:-1].astype(np.float32), float(found[-1]))


def unseen_odds(rows: Rows, targets: Floats, weights: Floats | None = None, *, folds: int) -> Floats:
    """Return the log-odds of each row by a model that was learned without it, from the other folds."""
    weights = np.ones(len(rows)) if weights is None else weights
    fold = np.random.default_rng(FOLDS_SEED).permutation(len(rows)) % folds
    odds = np.zeros(len(rows))
    for number in range(folds):
        others, own = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        odds[own] = learn(rows.take(others), targets[others], weights[others]).of(rows.take(own))
    return odds


def probability(odds: Floats) -> Floats:
    """Return the probability of log-odds."""
    return 0.5 * (1.0 + np.tanh(0.5 * odds))
