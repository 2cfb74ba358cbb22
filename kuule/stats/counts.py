"""From answers to counts, and from counts to the score and its standard error."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeGuard

import numpy as np
from numpy.typing import NDArray

from kuule.stats.inputs import Floats, RejectedInput
from kuule.stats.results import Caution, Shares, Status, Summary

HIGHEST = 10
FIRST_PASSIVE = 7
FIRST_PROMOTER = 9
NUMBERS = (int, float, Decimal, np.integer, np.floating)


class Category(StrEnum):
    """The three kinds of respondent (Reichheld 2003)."""

    DETRACTOR = "detractor"
    PASSIVE = "passive"
    PROMOTER = "promoter"


def category(score: int) -> Category:
    """Say what a respondent who gave this score is: 0-6 detractor, 7-8 passive, 9-10 promoter.

    Raises
    ------
    RejectedInput
        If the score is not a whole number from 0 to 10.
    """
    if not _is_score(score):
        raise RejectedInput(f"A score is a whole number from 0 to 10, not {score!r:.80}.")
    return _category(score)


def classify(scores: Iterable[object] | NDArray[Any]) -> Shares:
    """Count detractors, passives, promoters, missing and invalid answers.

    Parameters
    ----------
    scores : iterable, or array of shape (k,)
        Whole numbers 0 to 10; 9.0 counts as 9. None, NaN and masked entries are missing. Everything else
        (6.5, 11, -1, "9", True) is invalid: never rounded, never clipped.

    Returns
    -------
    Shares

    Raises
    ------
    RejectedInput
        If `scores` is no list, or has more than one dimension.
    """
    _require_list(scores)
    if isinstance(scores, np.ndarray) and scores.dtype.kind in "iuf":
        return _classify_array(scores)
    kinds = Counter(map(_kind, scores))
    return Shares(
        kinds[Category.DETRACTOR],
        kinds[Category.PASSIVE],
        kinds[Category.PROMOTER],
        missing=kinds["missing"],
        invalid=kinds["invalid"],
    )


class Signs(NamedTuple):
    """Each answer as -1 (detractor), 0 (passive) or 1 (promoter), shape (k,); NaN where it is missing or invalid."""

    values: Floats
    missing: int
    invalid: int


def signs(scores: Iterable[object] | NDArray[Any]) -> Signs:
    """Turn scores into what each adds to the NPS, keeping their order; accepts and refuses what `classify` does."""
    _require_list(scores)
    numbers = _numbers(scores)
    is_score = (numbers >= 0) & (numbers <= HIGHEST) & (numbers == np.floor(numbers))
    values = (numbers >= FIRST_PROMOTER).astype(np.float64) - (numbers < FIRST_PASSIVE)
    missing = int(np.isnan(numbers).sum())
    return Signs(np.where(is_score, values, np.nan), missing, len(numbers) - missing - int(is_score.sum()))


def nps_summary(shares: Shares) -> Summary:
    """Compute the Net Promoter Score, its variance and its standard errors.

    NPS = p_pro - p_det; V = p_pro + p_det - (p_pro - p_det)^2; se = sqrt(V/n); se_sample = sqrt(V/(n-1)).

    Returns
    -------
    Summary
        Proportions. Undefined without answers. Degenerate if all answers are of one kind: the standard
        error of 0 then shows that the formula fails, not that the score is certain. `se_sample` is None
        for a single answer.

    Notes
    -----
    Survey software shows `se_sample`; the difference fades as n grows. For an interval use `nps_interval`:
    score plus or minus 1.96 standard errors covers too rarely for few answers.

    References
    ----------
    Rocks B (2016) Am Stat 70:365-372.
    """
    n = shares.n
    if n == 0:
        return Summary(n=0, nps=None, variance=None, se=None, se_sample=None, status=Status.UNDEFINED)
    # Python integers keep every digit where subtracting nearly equal floats would lose them.
    spread = n * (shares.promoters + shares.detractors) - (shares.promoters - shares.detractors) ** 2
    variance = spread / n**2
    warnings = [Caution.ZERO_WIDTH] if spread == 0 else []
    if n == 1:
        warnings.append(Caution.SAMPLE_ERROR_UNDEFINED)
    return Summary(
        n=n,
        nps=shares.nps,
        variance=variance,
        se=math.sqrt(variance / n),
        se_sample=math.sqrt(variance / (n - 1)) if n > 1 else None,
        status=Status.OK if spread else Status.DEGENERATE,
        warnings=tuple(warnings),
    )


def _require_list(scores: object) -> None:
    if isinstance(scores, str | bytes) or not isinstance(scores, Iterable):
        raise RejectedInput(f"Scores must be a list of numbers, not {scores!r:.80}.")
    if isinstance(scores, np.ndarray) and scores.ndim != 1:
        raise RejectedInput(f"Scores must have one dimension, not {scores.ndim}.")


def _numbers(scores: Iterable[object] | NDArray[Any]) -> Floats:
    if isinstance(scores, np.ndarray) and scores.dtype.kind in "iuf":
        return np.ma.filled(scores.astype(np.float64), np.nan)
    return np.array([_number(each) for each in scores], dtype=np.float64)


def _number(value: object) -> float:
    if _is_score(value):
        return float(value)
    return math.nan if _kind(value) == "missing" else math.inf


def _classify_array(scores: NDArray[Any]) -> Shares:
    visible = scores.compressed() if isinstance(scores, np.ma.MaskedArray) else scores
    present = visible[~np.isnan(visible)] if visible.dtype.kind == "f" else visible
    within = present[(present >= 0) & (present <= HIGHEST)]
    valid = within[within == np.floor(within)]
    histogram = np.bincount(valid.astype(np.int64), minlength=HIGHEST + 1)
    return Shares(
        int(histogram[:FIRST_PASSIVE].sum()),
        int(histogram[FIRST_PASSIVE:FIRST_PROMOTER].sum()),
        int(histogram[FIRST_PROMOTER:].sum()),
        missing=len(scores) - len(present),
        invalid=len(present) - len(valid),
    )


def _kind(value: object) -> str:
    if _is_score(value):
        return _category(value)
    return "missing" if value is None or value is np.ma.masked or _is_nan(value) else "invalid"


def _category(score: int) -> Category:
    if score >= FIRST_PROMOTER:
        return Category.PROMOTER
    return Category.PASSIVE if score >= FIRST_PASSIVE else Category.DETRACTOR


def _is_nan(value: object) -> bool:
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float | np.floating) and math.isnan(value)


def _is_score(value: object) -> TypeGuard[int]:
    if type(value) is int:
        return 0 <= value <= HIGHEST
    if isinstance(value, bool) or not isinstance(value, NUMBERS) or _is_nan(value):
        return False
    return bool(0 <= value <= HIGHEST and value == int(value))
