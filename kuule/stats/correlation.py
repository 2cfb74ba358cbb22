"""Do two figures rise and fall together? Pearson's correlation."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Column, number_column, require_same_length, standardised
from kuule.stats.inputs import normal_quantile
from kuule.stats.results import Caution, Status
from kuule.stats.tails import t_p_value

FEWEST = 3
# A straight line leaves no more than this once its numbers have been rounded.
ROUNDING = 1e-14


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Correlation `r` in [-1, 1] of `n` pairs, its interval, and the test of no correlation."""

    r: float | None
    t: float | None
    p_value: float | None
    lower: float | None
    upper: float | None
    n: int
    left_out: int
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def pearson(x: Column, y: Column, *, confidence: float = 0.95) -> Correlation:
    """Measure how closely pairs lie to a straight line, with Fisher's z interval.

    Parameters
    ----------
    x, y : array_like, shape (k,)
        Numbers; pairs with a missing entry are left out.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    Correlation
        Undefined with fewer than 3 pairs or if x or y never varies. Degenerate without interval for 3 pairs,
        and without width if all pairs lie on one line; t then has no answer and p is 0.

    Raises
    ------
    RejectedInput
        If an entry is not a number, lengths differ, or the confidence is out of range.

    Notes
    -----
    Association is not effect. One extreme pair can make or hide a correlation, and a bend is missed. The interval
    takes for granted that pairs are independent and roughly normal.

    References
    ----------
    Fisher R (1921) Metron 1:3-32.
    """
    z = normal_quantile(confidence)
    first, second = number_column(x, "X"), number_column(y, "Y")
    require_same_length({"x": first, "y": second})
    complete = ~np.isnan(first) & ~np.isnan(second)
    pairs = standardised(np.column_stack((first, second))[complete])
    n, left_out = len(pairs), int((~complete).sum())
    r = _r(float(pairs[:, 0] @ pairs[:, 1]) / n) if n >= FEWEST and pairs.any(axis=0).all() else None
    t, p_value = (None, None) if r is None else _test(r, n)
    lower, upper = (None, None) if r is None else _interval(r, n, z)
    warnings = [Caution.ASSOCIATION_ONLY]
    if left_out:
        warnings.append(Caution.ROWS_LEFT_OUT)
    if r is None:
        warnings.append(Caution.NOT_ESTIMABLE)
    elif lower is None:
        warnings.append(Caution.SAMPLE_ERROR_UNDEFINED)
    elif lower == upper:
        warnings.append(Caution.ZERO_WIDTH)
    certain = r is not None and lower is not None and lower != upper
    return Correlation(
        r=r,
        t=t,
        p_value=p_value,
        lower=lower,
        upper=upper,
        n=n,
        left_out=left_out,
        method="fisher_z",
        confidence=float(confidence),
        status=Status.OK if certain else Status.UNDEFINED if r is None else Status.DEGENERATE,
        warnings=tuple(warnings),
    )


def _r(r: float) -> float:
    return math.copysign(1.0, r) if abs(r) >= 1 - ROUNDING else r


def _test(r: float, n: int) -> tuple[float | None, float]:
    if abs(r) == 1:
        return None, 0.0
    t = r * math.sqrt((n - 2) / ((1 - r) * (1 + r)))
    return t, t_p_value(t, n - 2)


def _interval(r: float, n: int, z: float) -> tuple[float | None, float | None]:
    if n == FEWEST:
        return None, None
    if abs(r) == 1:
        return r, r
    reach = z / math.sqrt(n - FEWEST)
    return math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach)
