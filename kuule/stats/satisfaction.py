"""Customer satisfaction: the share of the two best answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from kuule.stats.inputs import RejectedInput, whole_number
from kuule.stats.proportions import share_interval
from kuule.stats.ratings import count_ratings
from kuule.stats.results import Status

SHORTEST, LONGEST = 3, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSatisfaction:
    """Share `top2` of the two best answers with Wilson interval, share `top1` of the best, and the mean."""

    n: int
    n_missing: int
    n_invalid: int
    top2: float | None
    top2_lower: float | None
    top2_upper: float | None
    top1: float | None
    mean: float | None
    scale_max: int
    method: str
    confidence: float
    status: Status


def csat(
    scores: Iterable[object] | NDArray[Any], *, scale_max: int = 5, confidence: float = 0.95
) -> CustomerSatisfaction:
    """Compute the share of satisfied customers, 4 and 5 on the usual scale of five.

    Parameters
    ----------
    scores : iterable, or array of shape (k,)
        Whole numbers from 1, the worst, to `scale_max`. None and NaN are missing, all else is invalid.
    scale_max : int
        The best answer, from 3 to 100.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    CustomerSatisfaction
        Shares of the valid answers. Undefined without answers.

    Raises
    ------
    RejectedInput
        If `scores` is no list, the scale is no such number, or the confidence is out of range.

    Notes
    -----
    The mean is shown beside it, not as CSAT. Scales of different lengths cannot be compared: two of five answers
    count as satisfied, but only two of seven.

    References
    ----------
    Wilson E (1927) JASA 22:209-212. Centercode glossary, and Sogolytics help, on CSAT.
    """
    if not SHORTEST <= whole_number(scale_max, "scale_max") <= LONGEST:
        raise RejectedInput(f"scale_max must lie between {SHORTEST} and {LONGEST}, such as 5, not {scale_max}.")
    ratings = count_ratings(scores, scale_max)
    top2 = share_interval(ratings.at_least(scale_max - 1), ratings.n, confidence=confidence)
    return CustomerSatisfaction(
        n=ratings.n,
        n_missing=ratings.missing,
        n_invalid=ratings.invalid,
        top2=top2.value,
        top2_lower=top2.lower,
        top2_upper=top2.upper,
        top1=ratings.at_least(scale_max) / ratings.n if ratings.n else None,
        mean=ratings.mean,
        scale_max=scale_max,
        method="wilson",
        confidence=float(confidence),
        status=top2.status,
    )
