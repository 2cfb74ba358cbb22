"""Many comparisons at once: what is left of each p-value when twenty were looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from kuule.stats.inputs import Floats, RejectedInput, chosen


def adjust_p_values(p_values: Iterable[float | None], *, method: str = "BH") -> list[float | None]:
    """Adjust p-values for the number of comparisons made.

    Parameters
    ----------
    p_values : iterable of float or None, length k
        Each between 0 and 1. None is missing: they stay missing and do not count as a comparison.
    method : {"BH", "BY", "holm"}
        See `benjamini_hochberg`, `benjamini_yekutieli` and `holm`.

    Returns
    -------
    list of float or None, length k
        In the same order. Compare with the level you would have used for a single comparison.

    Raises
    ------
    RejectedInput
        If a value is not a number between 0 and 1, or the method is unknown.
    """
    adjust = chosen(ADJUSTMENTS, method)
    given = _numbers(p_values)
    present = ~np.isnan(given)
    adjusted = given.copy()
    order = np.argsort(given[present], kind="stable")
    ranked = np.minimum(adjust(given[present][order]), 1.0)
    back = np.empty_like(ranked)
    back[order] = ranked
    adjusted[present] = back
    return [None if np.isnan(each) else float(each) for each in adjusted]


def benjamini_hochberg(p: Floats) -> Floats:
    """Adjust ascending p-values so that, of what is called a finding, at most the level is false on average.

    The default: segments of one customer base, where a few false hints among many true ones do no harm. Holds for
    independent and for positively dependent tests.

    References
    ----------
    Benjamini Y, Hochberg Y (1995) JRSS B 57:289-300.
    """
    m = len(p)
    return np.minimum.accumulate((p * m / np.arange(1, m + 1))[::-1])[::-1]


def benjamini_yekutieli(p: Floats) -> Floats:
    """Do as `benjamini_hochberg` under any dependence, at the price of a factor 1 + 1/2 + … + 1/m.

    References
    ----------
    Benjamini Y, Yekutieli D (2001) Ann Stat 29:1165-1188.
    """
    return benjamini_hochberg(p) * np.sum(1 / np.arange(1, len(p) + 1))


def holm(p: Floats) -> Floats:
    """Adjust ascending p-values so that even one false finding is as rare as the level: a promise of no false alarm.

    References
    ----------
    Holm S (1979) Scand J Stat 6:65-70.
    """
    m = len(p)
    return np.maximum.accumulate(p * np.arange(m, 0, -1))


ADJUSTMENTS: dict[str, Callable[[Floats], Floats]] = {
    "BH": benjamini_hochberg,
    "BY": benjamini_yekutieli,
    "holm": holm,
}


def _numbers(p_values: Iterable[float | None]) -> Floats:
    try:
        given = np.array([np.nan if p is None else p for p in p_values], dtype=np.float64)
    except (TypeError, ValueError):
        raise RejectedInput("p-values must be numbers between 0 and 1, or None where there is none.") from None
    if given.ndim != 1 or np.any((given < 0) | (given > 1)):
        raise RejectedInput("p-values must lie between 0 and 1.")
    return given
