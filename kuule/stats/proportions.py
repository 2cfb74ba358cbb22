"""Wilson's interval for one share, or for a hundred thousand at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kuule.stats.inputs import RejectedInput, normal_quantile
from kuule.stats.results import Estimate, Estimates


def share_interval(hits: float, n: float, *, confidence: float = 0.95) -> Estimate:
    """Compute a share and its Wilson interval; see `share_intervals`, of which this is one."""
    return share_intervals([hits], [n], confidence=confidence)[0]


def share_intervals(hits: ArrayLike, n: ArrayLike, *, confidence: float = 0.95) -> Estimates:
    """Compute many shares and their Wilson intervals in one call.

    Parameters
    ----------
    hits, n : array_like, shape (k,)
        How many did, of how many; fractional counts are allowed.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    Estimates
        Proportions in [0, 1], shape (k,); entries with n = 0 are masked. Never without width.

    Raises
    ------
    RejectedInput
        If shapes differ, a count is negative or not finite, hits exceed n, or the confidence is out of range.

    Notes
    -----
    Speaks of chance alone, and of independent answers: several from one account count as more than they say.

    References
    ----------
    Wilson E (1927) JASA 22:209-212. Brown L, Cai T, DasGupta A (2001) Stat Sci 16:101-133.
    """
    z = normal_quantile(confidence)
    try:
        part, whole = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise RejectedInput("Counts must be numbers, at most 1e308.") from None
    if part.ndim != 1 or part.shape != whole.shape:
        raise RejectedInput("Hits and n must be lists of the same length.")
    if not np.all((part >= 0) & (part <= whole) & (whole < np.inf)):
        raise RejectedInput("Hits must lie between 0 and n, and n must be finite.")
    some = whole > 0
    of = np.where(some, whole, 1)
    share = part / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * np.sqrt(share * (1 - share) / of + (z / (2 * of)) ** 2)
    # At the ends the limit is the end itself, whatever rounding leaves.
    lower = np.ma.masked_array(np.where(part == 0, 0.0, np.maximum(middle - reach, 0)), ~some)
    upper = np.ma.masked_array(np.where(part == whole, 1.0, np.minimum(middle + reach, 1)), ~some)
    return Estimates(
        value=np.ma.masked_array(share, ~some),
        lower=lower,
        upper=upper,
        lower_raw=lower,
        upper_raw=upper,
        n=whole,
        method="wilson",
        confidence=float(confidence),
        warnings={},
    )
