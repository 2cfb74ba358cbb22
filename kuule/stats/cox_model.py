"""Cox's proportional hazards with numbers as covariates: what goes with leaving sooner, and the chance to stay."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import (
    Codes,
    Column,
    Rows,
    driver_columns,
    flag_column,
    number_column,
    refuse,
    require_same_length,
)
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile
from kuule.stats.logistic import Term, terms_of
from kuule.stats.results import Caution, Status

MOST_STEPS = 100
STEP_TOLERANCE = 1e-12
FLAT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoxFit:
    """Coefficients, (p,), their covariance, the partial log-likelihood, and the baseline.

    `times` and `hazard`, (T,): Breslow's cumulative hazard of covariates 0. `drift`, (T, p), is its slope in the
    coefficients, and `noise`, (T,), its variance if the coefficients were known.
    """

    coef: Floats
    covariance: Floats
    loglik: float
    times: Floats
    hazard: Floats
    drift: Floats
    noise: Floats

    def log_hazard(self, columns: Floats, time: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the log cumulative hazard of rows at their times, with its slope and variance.

        The hazard is of shape (n,), its slope in the coefficients (n, p), the variance that the baseline adds (n,).
        A time before the first event has hazard 0, and a log of minus infinity.
        """
        place = np.searchsorted(self.times, time, side="right") - 1
        known = place >= 0
        at = np.maximum(place, 0)
        base = np.where(known, self.hazard[at], 0.0)
        with np.errstate(divide="ignore"):
            logs = np.log(base) + columns @ self.coef
        safe = np.where(known, base, 1.0)
        return logs, columns + self.drift[at] / safe[:, None], np.where(known, self.noise[at] / safe**2, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoxRegression:
    """Effects of covariates on the hazard, per unit of each; empty if there is no answer."""

    terms: tuple[Term, ...]
    loglik: float | None
    loglik_null: float | None
    n: int
    events: int
    left_out: int
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def cox_regression(
    time: Column, event: Column, covariates: Mapping[str, Column], *, penalty: float = 0.0, confidence: float = 0.95
) -> CoxRegression:
    """Fit how covariates multiply the rate of leaving.

    Parameters
    ----------
    time, event : array_like, shape (k,)
        How long each was watched, from 0 up, and 1 if the event came then, else 0.
    covariates : mapping of name to array_like, shape (k,)
        Numbers in their own units, known when the clock starts.
    penalty : float
        As in `logistic_regression`.
    confidence : float
        Between 0 and 1, both excluded; Wald intervals on the log scale.

    Returns
    -------
    CoxRegression
        Efron's share of ties. Rows with gaps are left out. Undefined without events, or if the likelihood has no
        maximum.

    Raises
    ------
    RejectedInput
        If a column holds what it may not, lengths differ, or a setting is out of range.

    Notes
    -----
    Misleads where ratios change with time, and if a covariate became known after the clock started.

    References
    ----------
    Cox D (1972) JRSS B 34:187-220. Efron B (1977) JASA 72:557-565.
    """
    z = normal_quantile(confidence)
    if isinstance(penalty, bool) or not isinstance(penalty, int | float) or not 0 <= penalty < math.inf:
        raise RejectedInput(f"The penalty must be a number from 0 up, not {penalty!r:.40}.")
    times, events = number_column(time, "Time"), flag_column(event, "Event")
    refuse(times < 0, times, "Time must not be negative")
    names, columns = driver_columns(covariates)
    require_same_length({"time": times, "event": events, "covariates": columns[:, 0]})
    known = ~np.isnan(times) & ~np.isnan(events) & ~np.isnan(columns).any(axis=1)
    times, gone, columns = times[known], events[known] == 1, columns[known]
    spread = columns.std(axis=0) if len(columns) else np.zeros(len(names))
    fitted, null = None, None
    if gone.any() and (spread > 0).all():
        fitted = fit_cox((columns - columns.mean(axis=0)) / spread, times, gone, np.full(len(names), float(penalty)))
        null = _Risk.of(columns * 0, times, gone).loglik(np.zeros(len(names)))
    warnings = [Caution.NOT_ESTIMABLE] if fitted is None else []
    if not known.all():
        warnings.append(Caution.ROWS_LEFT_OUT)
    return CoxRegression(
        terms=() if fitted is None else terms_of(names, fitted.coef, fitted.covariance, spread, z),
        loglik=None if fitted is None else fitted.loglik,
        loglik_null=null,
        n=len(times),
        events=int(gone.sum()),
        left_out=int((~known).sum()),
        method="efron",
        confidence=float(confidence),
        status=Status.UNDEFINED if fitted is None else Status.OK,
        warnings=tuple(warnings),
    )


def fit_cox(columns: Floats, time: Floats, event: Rows, penalties: Floats) -> CoxFit | None:
    """Maximise the penalised partial likelihood by Newton's method; None if it has no maximum.

    Parameters
    ----------
    columns : shape (n, p)
        Covariates of about unit size.
    time, event : shape (n,)
        Times, and whether the event came then.
    penalties : shape (p,)
        Of each coefficient.
    """
    risk = _Risk.of(columns, time, event)
    coef = np.zeros(columns.shape[1])
    value = risk.loglik(coef)
    for _ in range(MOST_STEPS):
        slope, curvature = risk.derivatives(coef)
        gradient, information = slope - penalties * coef, curvature + np.diag(penalties)
        step = np.linalg.lstsq(information, gradient)[0]
        last = float(gradient @ step) <= STEP_TOLERANCE * (1 + abs(value))
        while not last and _penalised(risk, coef + step, penalties) < value and np.abs(step).max() > 0:
            step = step / 2
        coef = coef + step
        value = _penalised(risk, coef, penalties)
        if last:
            break
    information = risk.derivatives(coef)[1] + np.diag(penalties)
    if len(coef) and np.linalg.eigvalsh(information)[0] < FLAT:
        return None
    hazard, drift, noise = risk.baseline(coef)
    return CoxFit(
        coef=coef,
        covariance=np.asarray(np.linalg.inv(information), dtype=np.float64),
        loglik=risk.loglik(coef),
        times=risk.times,
        hazard=hazard,
        drift=drift,
        noise=noise,
    )


def _penalised(risk: _Risk, coef: Floats, penalties: Floats) -> float:
    return risk.loglik(coef) - float(penalties @ coef**2) / 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Risk:
    """Rows sorted by time, (n,), and the m events: the place of each one's time among T distinct ones, and its share.

    `first`, (T,), is the first row still at risk at a time; `lasts`, (n,), how many of the times a row was at risk at.
    `share`, (m,), is how much of the tied leavers has gone before the event: Efron's 0, 1/d, 2/d ...
    """

    columns: Floats
    event: Rows
    times: Floats
    first: Codes
    lasts: Codes
    of_event: Codes
    share: Floats

    @classmethod
    def of(cls, columns: Floats, time: Floats, event: Rows) -> _Risk:
        order = np.argsort(time, kind="stable")
        ordered, happened = time[order], event[order]
        times, of_event = np.unique(ordered[happened], return_inverse=True)
        tied = np.bincount(of_event.reshape(-1), minlength=len(times))
        rank = np.arange(len(of_event)) - np.repeat(np.cumsum(tied) - tied, tied)
        return cls(
            columns=columns[order],
            event=happened,
            times=times,
            first=np.searchsorted(ordered, times, side="left"),
            lasts=np.searchsorted(times, ordered, side="right"),
            of_event=of_event.reshape(-1),
            share=rank / np.repeat(tied, tied),
        )

    def loglik(self, coef: Floats) -> float:
        scores, risks = self._risks(coef)
        with np.errstate(divide="ignore"):
            return float(scores[self.event].sum() - np.log(self._left(risks)).sum())

    def derivatives(self, coef: Floats) -> tuple[Floats, Floats]:
        """Return the gradient, (p,), and the information, (p, p)."""
        _, risks = self._risks(coef)
        left = self._left(risks)
        # What each row weighs in all denominators together: those of its times, less what Efron takes off at its own.
        at_times = np.concatenate(([0.0], np.cumsum(np.bincount(self.of_event, 1 / left, len(self.times)))))
        own = np.bincount(self.of_event, self.share / left, len(self.times))[self.of_event]
        weights = risks * at_times[self.lasts]
        weights[self.event] -= risks[self.event] * own
        means = self._left(risks[:, None] * self.columns) / left[:, None]
        information = (self.columns * weights[:, None]).T @ self.columns - means.T @ means
        return self.columns[self.event].sum(axis=0) - weights @ self.columns, information

    def baseline(self, coef: Floats) -> tuple[Floats, Floats, Floats]:
        """Return Breslow's cumulative hazard, (T,), its slope in the coefficients, (T, p), and its variance, (T,)."""
        risks = np.exp(self.columns @ coef)
        there = _from_end(risks)[self.first]
        mean = _from_end(risks[:, None] * self.columns)[self.first] / there[:, None]
        steps = np.bincount(self.of_event, minlength=len(self.times)) / there
        return np.cumsum(steps), -np.cumsum(steps[:, None] * mean, axis=0), np.cumsum(steps / there)

    def _risks(self, coef: Floats) -> tuple[Floats, Floats]:
        # Less the largest, which the partial likelihood does not see, so that nothing overflows.
        scores = self.columns @ coef
        scores = scores - scores.max(initial=-np.inf)
        return scores, np.exp(scores)

    def _left(self, risks: Floats) -> Floats:
        """Sum what is at risk at each event, less Efron's share of the tied leavers, (m,) or (m, p)."""
        whole = _from_end(risks)[self.first]
        gone = risks[self.event]
        tied = np.zeros_like(whole)
        np.add.at(tied, self.of_event, gone)
        share = self.share if risks.ndim == 1 else self.share[:, None]
        left: Floats = whole[self.of_event] - share * tied[self.of_event]
        return left


def _from_end(values: Floats) -> Floats:
    sums: Floats = np.cumsum(values[::-1], axis=0)[::-1]
    return sums
