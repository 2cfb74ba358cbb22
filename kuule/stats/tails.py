"""Quantiles and tail probabilities of Student's t, chi-squared and draws from an urn; scipy comes when first needed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kuule.stats.inputs import normal_quantile


def t_quantile(confidence: float, freedom: float) -> float:
    """Return t such that Student's t lies within plus or minus t with this probability, or reject it."""
    from scipy.special import stdtrit

    normal_quantile(confidence)
    return -float(stdtrit(freedom, (1 - confidence) / 2))


def t_p_value(t: float, freedom: float) -> float:
    """Return P(|T| >= |t|)."""
    from scipy.special import stdtr

    return 2 * float(stdtr(freedom, -abs(t)))


def chi2_p_value(chi2: float, freedom: float) -> float:
    """Return P(X >= chi2)."""
    from scipy.special import chdtrc

    return float(chdtrc(freedom, chi2))


def hypergeometric_tail(found: int, *, marked: int, drawn: int, total: int) -> float:
    """Return P(X >= found), X being how many of the marked things are among those drawn from all without return."""
    from scipy.special import gammaln

    def log_choose(n: int, k: NDArray[np.float64]) -> NDArray[np.float64]:
        chosen: NDArray[np.float64] = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
        return chosen

    x = np.arange(max(found, marked + drawn - total), min(marked, drawn) + 1, dtype=np.float64)
    logs = log_choose(marked, x) + log_choose(total - marked, drawn - x) - log_choose(total, np.array([drawn]))
    return min(1.0, float(np.exp(logs).sum()))


def gamma_quantile(probability: float, shape: float) -> float:
    """Return the value below which a gamma deviate of scale 1 lies with this probability."""
    from scipy.special import gammaincinv

    return float(gammaincinv(shape, probability))
