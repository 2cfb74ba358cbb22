"""Was it easy? The Customer Effort Score 2.0."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from kuule.stats.inputs import normal_quantile
from kuule.stats.proportions import share_interval
from kuule.stats.ratings import Ratings, count_ratings
from kuule.stats.results import Caution, Status
from kuule.stats.tails import t_quantile

HIGHEST = 7
FIRST_AGREEING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerEffort:
    """Mean on the scale 1 to 7 with t interval, and share `agree` of 5 to 7 with Wilson interval."""

    n: int
    n_missing: int
    n_invalid: int
    mean: float | None
    sd: float | None
    mean_lower: float | None
    mean_upper: float | None
    agree: float | None
    agree_lower: float | None
    agree_upper: float | None
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def ces(scores: Iterable[object] | NDArray[Any], *, confidence: float = 0.95) -> CustomerEffort:
    """Compute both scores in use for "[Company] made it easy for me to handle my issue".

    Parameters
    ----------
    scores : iterable, or array of shape (k,)
        Whole numbers from 1, strongly disagree, to 7, strongly agree. None and NaN are missing, all else is invalid.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    CustomerEffort
        Undefined without answers. Degenerate for one answer, whose mean has no interval, and for answers all
        alike, where it has no width; the interval of the share holds in both cases.

    Raises
    ------
    RejectedInput
        If `scores` is no list or the confidence is out of range.

    Notes
    -----
    Misleads if pooled with CES 1.0, which ran from 1 to 5 with 1 the best. Only those who had an issue and got
    as far as the question are heard.

    References
    ----------
    Dixon M, Toman N, DeLisi R (2013) The Effortless Experience, Portfolio.
    """
    normal_quantile(confidence)
    ratings = count_ratings(scores, HIGHEST)
    agree = share_interval(ratings.at_least(FIRST_AGREEING), ratings.n, confidence=confidence)
    mean_lower, mean_upper = _mean_interval(ratings, confidence)
    warnings: tuple[Caution, ...] = ()
    if ratings.n == 1:
        warnings = (Caution.SAMPLE_ERROR_UNDEFINED,)
    elif ratings.sd == 0:
        warnings = (Caution.ZERO_WIDTH,)
    return CustomerEffort(
        n=ratings.n,
        n_missing=ratings.missing,
        n_invalid=ratings.invalid,
        mean=ratings.mean,
        sd=ratings.sd,
        mean_lower=mean_lower,
        mean_upper=mean_upper,
        agree=agree.value,
        agree_lower=agree.lower,
        agree_upper=agree.upper,
        method="t, wilson",
        confidence=float(confidence),
        status=agree.status if ratings.sd or not ratings.n else Status.DEGENERATE,
        warnings=warnings,
    )


def _mean_interval(ratings: Ratings, confidence: float) -> tuple[float | None, float | None]:
    if ratings.mean is None or ratings.sd is None:
        return None, None
    reach = t_quantile(confidence, ratings.n - 1) * ratings.sd / math.sqrt(ratings.n) if ratings.sd else 0.0
    return ratings.mean - reach, ratings.mean + reach
