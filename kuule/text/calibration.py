"""Turns log-odds of a model into probabilities that are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuule.text.comments import Floats
from kuule.text.descent import dot, lowest
from kuule.text.logistic import probability


@dataclass(frozen=True, slots=True)
class Calibration:
    """A straight line from log-odds as learned to log-odds as they come true."""

    slope: float = 1.0
    offset: float = 0.0

    def probabilities(self, odds: Floats) -> Floats:
        """Return how probable it is, between 0 and 1."""
        return probability(self.slope * odds + self.offset)


def calibrated(odds: Floats, is_true: Floats) -> Calibration:
    """Return the line that fits best, found on comments that the model had not seen.

    Parameters
    ----------
    odds : array of float, length n
        Log-odds of the model for comments that it was not learned from.
    is_true : array of 0 and 1, length n
        What came true; both occur.

    Returns
    -------
    Calibration
        With a slope from 0 up: a model that errs more often than not says the same of everybody.

    References
    ----------
    Platt J (1999) Probabilistic Outputs for Support Vector Machines, in Advances in Large Margin Classifiers, 61-74,
    with its targets that are never quite 0 or 1.
    """
    count_true, count = float(is_true.sum()), len(is_true)
    targets = np.where(is_true > 0, (count_true + 1) / (count_true + 2), 1 / (count - count_true + 2))

    def slope_at(point: Floats) -> tuple[float, Floats]:
        line = point[0] * odds + point[1]
        errors = probability(line) - targets
        loss = float((np.logaddexp(0.0, line) - targets * line).sum())
        return loss, np.array([dot(errors, odds), errors.sum()])

    slope, offset = lowest(slope_at, np.array([1.0, 0.0]), flatness=1e-6)
    if slope <= 0:
        return Calibration(0.0, float(np.log((count_true + 1) / (count - count_true + 1))))
    return Calibration(float(slope), float(offset))
