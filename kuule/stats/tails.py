"""Quantiles and tail probabilities of Student's t and chi-squared, from scipy when they are first needed."""

from __future__ import annotations

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
