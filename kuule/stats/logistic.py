"""Logistic regression, if wanted with a ridge penalty: what goes with yes rather than no."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Column, driver_columns, flag_column, require_same_length
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile
from kuule.stats.results import Caution, Status

MOST_STEPS = 100
STEP_TOLERANCE = 1e-12
# In units of the standardised covariates: a likelihood that has a maximum is far more curved.
FLAT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """Intercept first: coefficients, (p + 1,), their covariance, (p + 1, p + 1), and the log-likelihood."""

    coef: Floats
    covariance: Floats
    loglik: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One covariate: what one unit more goes with, as a coefficient and as a ratio of odds or of hazards."""

    name: str
    coef: float
    se: float
    ratio: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LogisticRegression:
    """Effects of covariates on the odds of 1, per unit of each; empty if there is no answer."""

    intercept: float | None
    terms: tuple[Term, ...]
    loglik: float | None
    n: int
    left_out: int
    penalty: float
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def logistic_regression(
    outcome: Column, covariates: Mapping[str, Column], *, penalty: float = 0.0, confidence: float = 0.95
) -> LogisticRegression:
    """Fit the log odds of an outcome as a sum over covariates.

    Parameters
    ----------
    outcome : array_like, shape (k,)
        0 or 1.
    covariates : mapping of name to array_like, shape (k,)
        Numbers in their own units.
    penalty : float
        Half of it times the sum of squared coefficients, per standard deviation of the covariates, is taken from the
        log-likelihood; 0 is plain maximum likelihood. The intercept is not penalised.
    confidence : float
        Between 0 and 1, both excluded; Wald intervals.

    Returns
    -------
    LogisticRegression
        Rows with gaps are left out. Undefined if all outcomes are alike, covariates are combinations of each other, or
        they tell the outcomes apart perfectly and nothing is penalised.

    Raises
    ------
    RejectedInput
        If an outcome is not 0 or 1, a covariate is no number, lengths differ, or a setting is out of range.

    Notes
    -----
    With a penalty the coefficients are too small on purpose, and their intervals speak of the penalised ones. An odds
    ratio is no ratio of probabilities: for common outcomes it is farther from 1.

    References
    ----------
    Cox D (1958) JRSS B 20:215-242. le Cessie S, van Houwelingen J (1992) Appl Stat 41:191-201.
    """
    z = normal_quantile(confidence)
    if isinstance(penalty, bool) or not isinstance(penalty, int | float) or not 0 <= penalty < math.inf:
        raise RejectedInput(f"The penalty must be a number from 0 up, not {penalty!r:.40}.")
    y = flag_column(outcome, "Outcome")
    names, columns = driver_columns(covariates)
    require_same_length({"outcome": y, "covariates": columns[:, 0]})
    known = ~np.isnan(y) & ~np.isnan(columns).any(axis=1)
    y, columns = y[known], columns[known]
    spread = columns.std(axis=0) if len(columns) else np.zeros(len(names))
    fitted = None
    if len(columns) and (spread > 0).all():
        scaled = (columns - columns.mean(axis=0)) / spread
        fitted = fit_logistic(scaled, y, np.full(len(names), float(penalty)))
    warnings = [Caution.NOT_ESTIMABLE] if fitted is None else []
    if not known.all():
        warnings.append(Caution.ROWS_LEFT_OUT)
    terms = () if fitted is None else terms_of(names, fitted.coef[1:], fitted.covariance[1:, 1:], spread, z)
    return LogisticRegression(
        intercept=None
        if fitted is None
        else float(
            fitted.coef[0] - sum(term.coef * mean for term, mean in zip(terms, columns.mean(axis=0), strict=True))
        ),
        terms=terms,
        loglik=None if fitted is None else fitted.loglik,
        n=len(y),
        left_out=int((~known).sum()),
        penalty=float(penalty),
        method="ridge" if penalty else "maximum_likelihood",
        confidence=float(confidence),
        status=Status.UNDEFINED if fitted is None else Status.OK,
        warnings=tuple(warnings),
    )


def terms_of(names: tuple[str, ...], coef: Floats, covariance: Floats, steps: Floats, z: float) -> tuple[Term, ...]:
    """Word-ready terms from coefficients per step, (p,), and their covariance; `steps`, (p,), in the columns' units."""
    errors = np.sqrt(np.diag(covariance))
    found = []
    for name, each, error, step in zip(names, coef, errors, steps, strict=True):
        per_unit, se = float(each / step), float(error / step)
        found.append(
            Term(
                name=name,
                coef=per_unit,
                se=se,
                ratio=math.exp(per_unit),
                lower=math.exp(per_unit - z * se),
                upper=math.exp(per_unit + z * se),
            )
        )
    return tuple(found)


def fit_logistic(columns: Floats, y: Floats, penalties: Floats, offset: Floats | None = None) -> Fitted | None:
    """Maximise the penalised likelihood by Newton's method; None if it has no maximum.

    Parameters
    ----------
    columns : shape (n, p)
        Covariates of about unit size; an intercept is added.
    y : shape (n,)
        0 or 1.
    penalties : shape (p,) or (p + 1,)
        Of each coefficient, or of the intercept first.
    offset : shape (n,), optional
        What is added to the log odds as it is.
    """
    design = np.column_stack((np.ones(len(columns)), columns))
    ridge = penalties if len(penalties) == design.shape[1] else np.concatenate(([0.0], penalties))
    base = np.zeros(len(y)) if offset is None else offset
    coef = np.zeros(design.shape[1])

    def likelihood(at: Floats) -> tuple[float, float]:
        plain = float(-np.logaddexp(0, (1 - 2 * y) * (base + design @ at)).sum())
        return plain - float(ridge @ at**2) / 2, plain

    value, _ = likelihood(coef)
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(base + design @ coef, -500, 500)))
        gradient = design.T @ (y - chance) - ridge * coef
        information = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(ridge)
        step = np.linalg.lstsq(information, gradient)[0]
        last = float(gradient @ step) <= STEP_TOLERANCE * (1 + abs(value))
        while not last and likelihood(coef + step)[0] < value and np.abs(step).max() > 0:
            step = step / 2
        coef = coef + step
        value, _ = likelihood(coef)
        if last:
            break
    chance = 1 / (1 + np.exp(-np.clip(base + design @ coef, -500, 500)))
    information = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(ridge)
    if np.linalg.eigvalsh(information)[0] < FLAT:
        return None
    return Fitted(coef=coef, covariance=np.linalg.inv(information), loglik=likelihood(coef)[1])
