"""What the core accepts; everything else is rejected with a message that says what is allowed."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Method = TypeVar("Method")
Floats = NDArray[np.float64]


class RejectedInput(ValueError):  # noqa: N818 - the word of the specification, beside ok, degenerate and undefined
    """The input cannot be an answer, a count or a setting; the message says which and what is allowed."""


def whole_number(value: object, name: str) -> int:
    """Return a count as a Python integer, or reject it."""
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise RejectedInput(f"{name} must be a whole number, not {value!r:.80}.") from None
    if number < 0 or isinstance(value, bool):
        raise RejectedInput(f"{name} must be a whole number from 0 up, not {value!r:.80}.")
    return number


def counts(detractors: ArrayLike, passives: ArrayLike, promoters: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return three columns of counts, possibly fractional, as float arrays of one shape (k,), or reject them."""
    try:
        det, pas, pro = (np.asarray(column, dtype=np.float64) for column in (detractors, passives, promoters))
    except (TypeError, ValueError, OverflowError):
        raise RejectedInput("Counts must be numbers, at most 1e308.") from None
    if det.ndim != 1 or not det.shape == pas.shape == pro.shape:
        raise RejectedInput("Detractors, passives and promoters must be lists of the same length.")
    if not all(np.all((column >= 0) & (column < np.inf)) for column in (det, pas, pro)):
        raise RejectedInput("Counts must be finite and not negative.")
    return det, pas, pro


def normal_quantile(confidence: float) -> float:
    """Return z such that a normal deviate lies within plus or minus z with this probability, or reject it."""
    if not isinstance(confidence, float | int | np.number) or not 0 < confidence < 1:
        raise RejectedInput(f"Confidence must lie between 0 and 1, such as 0.95, not {confidence!r:.80}.")
    return -NormalDist().inv_cdf((1 - float(confidence)) / 2)


def chosen(methods: Mapping[str, Method], name: object) -> Method:
    """Return the method with this name, or reject it and list those there are."""
    if not isinstance(name, str) or name not in methods:
        raise RejectedInput(f"Unknown method {name!r:.80}. Choose one of: {', '.join(methods)}.")
    return methods[name]
