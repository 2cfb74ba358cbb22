"""Intervals of one NPS, or of a hundred thousand at once.

Every method is a function (detractors, passives, promoters, z) -> (lower, upper) over float arrays of one
shape, without clipping; `METHODS` lists them. Counts may be fractional, as weighted answers need.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from kuule.stats.inputs import Floats, chosen, counts, normal_quantile
from kuule.stats.results import Caution, Estimate, Estimates, Shares

Limits = tuple[Floats, Floats]

WALD_NEEDS = 200
# Halving [-1, 1] this often reaches the spacing of doubles.
HALVINGS = 55


def nps_interval(shares: Shares, *, method: str = "score", confidence: float = 0.95) -> Estimate:
    """Compute the confidence interval of one NPS.

    Parameters
    ----------
    shares : Shares
        The answers.
    method : {"score", "aw_t3", "aw_u_z2", "wald"}
        See `score`, `aw_t3`, `aw_u_z2` and `wald`.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    Estimate
        Undefined without answers, under every method. Degenerate where Wald has zero width.

    Raises
    ------
    RejectedInput
        If the method is unknown or the confidence is out of range.

    Notes
    -----
    The interval speaks of chance alone. It knows nothing of who chose not to answer, nor of several answers
    from one account. Where the answers are a good part of all customers use `population_posterior`.
    """
    return nps_intervals(
        [shares.detractors], [shares.passives], [shares.promoters], method=method, confidence=confidence
    )[0]


def nps_intervals(
    detractors: ArrayLike,
    passives: ArrayLike,
    promoters: ArrayLike,
    *,
    method: str = "score",
    confidence: float = 0.95,
) -> Estimates:
    """Compute the confidence intervals of many NPS in one call.

    Parameters
    ----------
    detractors, passives, promoters : array_like, shape (k,)
        Counts, finite and not negative; fractional counts are allowed.
    method, confidence
        As in `nps_interval`.

    Returns
    -------
    Estimates
        Shape (k,); entries without answers are masked.

    Raises
    ------
    RejectedInput
        If shapes differ, a count is negative, NaN or infinite, the method is unknown or the confidence is
        out of range.
    """
    det, pas, pro = counts(detractors, passives, promoters)
    z = normal_quantile(confidence)
    n = det + pas + pro
    some = n > 0
    lower_raw, upper_raw = np.zeros_like(n), np.zeros_like(n)
    lower_raw[some], upper_raw[some] = chosen(METHODS, method)(det[some], pas[some], pro[some], z)
    value = np.divide(pro - det, n, out=np.zeros_like(n), where=some)
    lower, upper = np.clip(lower_raw, -1, 1), np.clip(upper_raw, -1, 1)
    return Estimates(
        value=np.ma.masked_array(value, ~some),
        lower=np.ma.masked_array(lower, ~some),
        upper=np.ma.masked_array(upper, ~some),
        lower_raw=np.ma.masked_array(lower_raw, ~some),
        upper_raw=np.ma.masked_array(upper_raw, ~some),
        n=n,
        method=method,
        confidence=float(confidence),
        warnings={
            Caution.ZERO_WIDTH: some & (lower_raw == upper_raw),
            Caution.WALD_FEW_ANSWERS: some & (method == "wald") & (n < WALD_NEEDS),
            Caution.POINT_OUTSIDE: some & ((value < lower) | (value > upper)),
        },
    )


def wald(det: Floats, pas: Floats, pro: Floats, z: float) -> Limits:
    """NPS plus or minus z standard errors.

    Misleads under n = 200: at n = 10 a nominal 95 % covers 88 % on average and 65 % near the corners, and
    it has zero width when all answers are of one kind. Kept for comparison with other tools.
    """
    n = det + pas + pro
    middle = (pro - det) / n
    reach = z * np.sqrt(variance(det / n, pas / n, pro / n) / n)
    return middle - reach, middle + reach


def aw_t3(det: Floats, pas: Floats, pro: Floats, z: float) -> Limits:
    """Wald after adding (0.75, 1.5, 0.75) answers: simple to explain, a good second choice.

    Misleads near the corners for few answers (down to 0.82 at n = 5), where it may even miss the score itself.

    References
    ----------
    Rocks B (2016) Am Stat 70:365-372; Lewis J, Sauro J (2021) measuringu.com/nps-confidence-intervals.
    """
    return wald(det + 0.75, pas + 1.5, pro + 0.75, z)


def aw_u_z2(det: Floats, pas: Floats, pro: Floats, z: float) -> Limits:
    """Wald after adding z^2/3 answers of each kind; misleads where `aw_t3` does (down to 0.79 at n = 5).

    References
    ----------
    Rocks B (2016) Am Stat 70:365-372.
    """
    return wald(det + z * z / 3, pas + z * z / 3, pro + z * z / 3, z)


def score(det: Floats, pas: Floats, pro: Floats, z: float) -> Limits:
    """All scores that the score test would not reject; the default.

    The limits solve |nps - d| / sqrt((2q + d - d^2) / n) = z, where q is the most likely share of detractors
    if the true NPS were d. Of a nominal 95 % it covers 0.95 to 0.97 on average for n >= 5. Near the corners, where
    almost everybody would answer alike, single truths fall to 0.87 for n < 20, as with every interval of this kind.
    It is 3 to 10 % wider than `aw_t3` for n = 5 to 20.

    References
    ----------
    May W, Johnson W (1997) Stat Med 16:2127-2136; Tango T (1998) Stat Med 17:891-908; Rocks B (2016).
    """
    n = det + pas + pro
    p_det, p_pro = det / n, pro / n
    middle = p_pro - p_det
    # Both limits are sought at once: first all lower ones, outward to -1, then all upper ones, to 1.
    limits = _outermost(
        np.tile(p_det, 2),
        np.tile(p_pro, 2),
        scale=np.tile(z * z / n, 2),
        inside=np.tile(middle, 2),
        outside=np.repeat([-1.0, 1.0], len(n)),
    )
    return limits[: len(n)], limits[len(n) :]


METHODS: dict[str, Callable[[Floats, Floats, Floats, float], Limits]] = {
    "score": score,
    "aw_t3": aw_t3,
    "aw_u_z2": aw_u_z2,
    "wald": wald,
}


def _outermost(p_det: Floats, p_pro: Floats, *, scale: Floats, inside: Floats, outside: Floats) -> Floats:
    middle = inside
    for _ in range(HALVINGS):
        halfway = (inside + outside) / 2
        rejected = (halfway - middle) ** 2 > scale * _constrained_variance(p_det, p_pro, halfway)
        outside = np.where(rejected, halfway, outside)
        inside = np.where(rejected, inside, halfway)
    return outside


def _constrained_variance(p_det: Floats, p_pro: Floats, d: Floats) -> Floats:
    # For d < 0 promoters and detractors trade places: the root below is exact to the last digits for d >= 0 only.
    behind, ahead, d = np.where(d < 0, p_pro, p_det), np.where(d < 0, p_det, p_pro), np.abs(d)
    b = (2 - ahead + behind) * d - behind - ahead
    q = (np.sqrt(b * b + 8 * behind * d * (1 - d)) - b) / 4
    return 2 * q + d * (1 - d)


def variance(p_det: Floats, p_pas: Floats, p_pro: Floats) -> Floats:
    """Return the variance of one answer, from the shares of each kind."""
    # Equal to p_pro + p_det - (p_pro - p_det)^2, without subtracting nearly equal numbers.
    return (p_pro + p_det) * p_pas + 4 * p_pro * p_det
