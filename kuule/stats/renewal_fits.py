"""Two ways to foretell renewals: a penalised logistic scorecard, and Cox's hazards over the length of a contract."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kuule.stats.cox_model import CoxFit, fit_cox
from kuule.stats.inputs import Floats
from kuule.stats.logistic import Fitted, fit_logistic

# Half of it times the squared effect of one standard deviation is taken from the log-likelihood. The data weigh these,
# from "effects are large" to "there are none"; beyond so many contracts the choice hardly matters.
PENALTIES = tuple(4.0**power for power in range(6))
MANY_CONTRACTS = 5000
# On the log odds, of one standard deviation.
USUAL_EFFECT = 0.25


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LogOddsOfLoss:
    """Log odds of losing each contract, (k,), and how they move with independent normal deviates, (k, m)."""

    value: Floats
    modes: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scorecard:
    """Log odds as a sum over covariates."""

    fitted: Fitted

    @property
    def effects(self) -> tuple[Floats, Floats]:
        """Effects of one step of each covariate on the log odds of loss, (p,), and their covariance."""
        return self.fitted.coef[1:], self.fitted.covariance[1:, 1:]

    def log_odds(self, columns: Floats, _years: Floats) -> LogOddsOfLoss:
        """Foretell contracts; how long they run plays no part."""
        design = np.column_stack((np.ones(len(columns)), columns))
        return LogOddsOfLoss(value=design @ self.fitted.coef, modes=design @ root_of(self.fitted.covariance))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hazards:
    """Rates of loss, multiplied by covariates, added up over the length of the contract; `n` contracts taught it."""

    fitted: CoxFit
    n: int

    @property
    def effects(self) -> tuple[Floats, Floats]:
        """Effects of one step of each covariate on the log rate of loss, (p,), and their covariance."""
        return self.fitted.coef, self.fitted.covariance

    def log_odds(self, columns: Floats, years: Floats) -> LogOddsOfLoss:
        """Foretell contracts from their full length; shorter than any that was lost still leaves half a loss."""
        logs, slopes, noise = self.fitted.log_hazard(columns, years)
        hazard = np.clip(np.exp(logs), 0.5 / (self.n + 1), 500)
        # From the log hazard to log odds: log(exp(H) - 1), with this slope.
        slope = hazard / -np.expm1(-hazard)
        modes = np.column_stack((slopes @ root_of(self.fitted.covariance), np.sqrt(noise)))
        return LogOddsOfLoss(value=hazard + np.log(-np.expm1(-hazard)), modes=modes * slope[:, None])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Average:
    """The same for all: `lost` of `n` contracts, and half of one more of each kind."""

    lost: int
    n: int

    @property
    def effects(self) -> tuple[Floats, Floats]:
        """No effects, and no covariance."""
        return np.zeros(0), np.zeros((0, 0))

    def log_odds(self, columns: Floats, _years: Floats) -> LogOddsOfLoss:
        """Say the share of all for each contract."""
        share = (self.lost + 0.5) / (self.n + 1)
        error = 1 / math.sqrt((self.n + 1) * share * (1 - share))
        count = len(columns)
        return LogOddsOfLoss(value=np.full(count, math.log(share / (1 - share))), modes=np.full((count, 1), error))


Model = Scorecard | Hazards | Average


def fit_scorecard(columns: Floats, lost: Floats, _years: Floats) -> Scorecard | None:
    """Fit the scorecard; None if all contracts ended alike."""
    if not 0 < lost.sum() < len(lost):
        return None
    tried = [
        (fitted, evidence(fitted.loglik, fitted.coef[1:], fitted.covariance, penalty))
        for penalty in _penalties(len(lost))
        if (fitted := fit_logistic(columns, lost, np.full(columns.shape[1], penalty))) is not None
    ]
    if not tried:
        return None
    weights = _weights([said for _, said in tried])
    coef, covariance = _averaged(
        np.array([each.coef for each, _ in tried]), np.array([each.covariance for each, _ in tried]), weights
    )
    loglik = float(weights @ np.array([each.loglik for each, _ in tried]))
    return Scorecard(fitted=Fitted(coef=coef, covariance=covariance, loglik=loglik))


def fit_hazards(columns: Floats, lost: Floats, years: Floats) -> Hazards | None:
    """Fit the hazards; None if no contract was lost."""
    if not lost.any():
        return None
    tried = [
        (fitted, evidence(fitted.loglik, fitted.coef, fitted.covariance, penalty))
        for penalty in _penalties(len(lost))
        if (fitted := fit_cox(columns, years, lost == 1, np.full(columns.shape[1], penalty))) is not None
    ]
    if not tried:
        return None
    weights = _weights([said for _, said in tried])
    fits = [each for each, _ in tried]
    coef, covariance = _averaged(
        np.array([each.coef for each in fits]), np.array([each.covariance for each in fits]), weights
    )
    fitted = CoxFit(
        coef=coef,
        covariance=covariance,
        loglik=float(weights @ np.array([each.loglik for each in fits])),
        times=fits[0].times,
        hazard=np.tensordot(weights, np.array([each.hazard for each in fits]), axes=1),
        drift=np.tensordot(weights, np.array([each.drift for each in fits]), axes=1),
        noise=np.tensordot(weights, np.array([each.noise for each in fits]), axes=1),
    )
    return Hazards(fitted=fitted, n=len(lost))


def evidence(loglik: float, effects: Floats, covariance: Floats, penalty: float) -> float:
    """Return how likely a penalty is, as a logarithm: the data's word by Laplace's approximation, and a prior.

    Half of all effects are thought to be smaller than `USUAL_EFFECT` beforehand (half-Cauchy).

    References
    ----------
    MacKay D (1992) Neural Comput 4:720-736. Gelman A (2006) Bayesian Anal 1:515-534.
    """
    fit = loglik - penalty / 2 * float(effects @ effects)
    room = (len(effects) * math.log(penalty) + float(np.linalg.slogdet(covariance)[1])) / 2
    # On the grid of logarithms the density of the effects' size is multiplied by that size.
    size = 1 / math.sqrt(penalty)
    return fit + room + math.log(size / (1 + (size / USUAL_EFFECT) ** 2))


def _penalties(n: int) -> tuple[float, ...]:
    return PENALTIES if n < MANY_CONTRACTS else PENALTIES[:1]


def _weights(evidences: Sequence[float]) -> Floats:
    shares = np.exp(np.array(evidences) - max(evidences))
    return np.asarray(shares / shares.sum(), dtype=np.float64)


def _averaged(coefs: Floats, covariances: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the mean of coefficients, (q,), over m penalties, and the covariance within and between, (q, q)."""
    mean = weights @ coefs
    apart = coefs - mean
    within = np.tensordot(weights, covariances, axes=1)
    return mean, within + (apart * weights[:, None]).T @ apart


def fit_average(columns: Floats, lost: Floats, _years: Floats) -> Average:
    """Count the lost."""
    return Average(lost=int(lost.sum()), n=len(columns))


# The order decides a tie: the simpler first.
FITS: dict[str, Callable[[Floats, Floats, Floats], Model | None]] = {
    "average": fit_average,
    "scorecard": fit_scorecard,
    "cox": fit_hazards,
}


def root_of(covariance: Floats) -> Floats:
    """Return a matrix that turns independent standard normal deviates into ones of this covariance, (q, q)."""
    values, vectors = np.linalg.eigh(covariance)
    root: Floats = vectors * np.sqrt(np.maximum(values, 0))
    return root
