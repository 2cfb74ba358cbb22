"""Answers on a short scale of whole numbers, counted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuule.stats.columns import is_missing
from kuule.stats.inputs import RejectedInput

NUMBERS = (int, float, Decimal, np.integer, np.floating)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """How many gave 1, 2, … `len(histogram)`; missing and invalid answers are counted apart."""

    histogram: tuple[int, ...]
    missing: int
    invalid: int

    @property
    def n(self) -> int:
        """Number of valid answers."""
        return sum(self.histogram)

    @property
    def mean(self) -> float | None:
        """Mean of the valid answers."""
        return self._total / self.n if self.n else None

    @property
    def sd(self) -> float | None:
        """Standard deviation with divisor n - 1; None under two answers."""
        n = self.n
        if n <= 1:
            return None
        squares = sum(rating**2 * count for rating, count in enumerate(self.histogram, start=1))
        # Whole numbers to the last step: subtracting nearly equal floats would lose digits.
        return math.sqrt((n * squares - self._total**2) / (n * (n - 1)))

    @property
    def _total(self) -> int:
        return sum(rating * count for rating, count in enumerate(self.histogram, start=1))

    def at_least(self, rating: int) -> int:
        """Count the answers of this rating and above."""
        return sum(self.histogram[rating - 1 :])


def count_ratings(scores: Iterable[object] | NDArray[Any], highest: int) -> Ratings:
    """Count whole numbers from 1 to `highest`; 5.0 counts as 5.

    None, NaN and masked entries are missing. Everything else (4.5, 0, "5", True) is invalid: never rounded or
    clipped.
    """
    if isinstance(scores, str | bytes) or not isinstance(scores, Iterable):
        raise RejectedInput(f"Scores must be a list of numbers, not {scores!r:.80}.")
    if isinstance(scores, np.ndarray) and scores.ndim != 1:
        raise RejectedInput(f"Scores must have one dimension, not {scores.ndim}.")
    if isinstance(scores, np.ndarray) and scores.dtype.kind in "iuf":
        return _count_array(scores, highest)
    kinds = Counter(_kind(value, highest) for value in scores)
    return Ratings(
        histogram=tuple(kinds[rating] for rating in range(1, highest + 1)),
        missing=kinds["missing"],
        invalid=kinds["invalid"],
    )


def _count_array(scores: NDArray[Any], highest: int) -> Ratings:
    visible = scores.compressed() if isinstance(scores, np.ma.MaskedArray) else scores
    present = visible[~np.isnan(visible)] if visible.dtype.kind == "f" else visible
    within = present[(present >= 1) & (present <= highest)]
    valid = within[within == np.floor(within)]
    histogram = np.bincount(valid.astype(np.int64), minlength=highest + 1)[1:]
    return Ratings(
        histogram=tuple(histogram.tolist()), missing=len(scores) - len(present), invalid=len(present) - len(valid)
    )


def _kind(value: object, highest: int) -> int | str:
    if is_missing(value):
        return "missing"
    if isinstance(value, bool) or not isinstance(value, NUMBERS):
        return "invalid"
    return int(value) if 1 <= value <= highest and value == int(value) else "invalid"
