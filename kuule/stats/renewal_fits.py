"""Two ways to foretell renewals: a penalised logistic scorecard, and Cox's hazards over the length of a contract."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuule.stats.cox_model import CoxFit, fit_cox
from kuule.stats.inputs import Floats
from kuule.stats.logistic import Fitted, fit_logistic

# Half of it times the squared effect of one standard deviation is taken from the log-likelihood: as if it was known
# beforehand that such an effect rarely doubles or halves the odds.
PENALTY = 4.0


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
        return LogOddsOfLoss(value=design @ self.fitted.coef, modes=design @ _root(self.fitted.covariance))


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
        modes = np.column_stack((slopes @ _root(self.fitted.covariance), np.sqrt(noise)))
        return LogOddsOfLoss(value=hazard + np.log(-np.expm1(-hazard)), modes=modes * slope[:, None])


Model = Scorecard | Hazards


def fit_scorecard(columns: Floats, lost: Floats, _years: Floats) -> Scorecard | None:
    """Fit the scorecard; None if all contracts ended alike."""
    fitted = fit_logistic(columns, lost, np.full(columns.shape[1], PENALTY)) if 0 < lost.sum() < len(lost) else None
    return None if fitted is None else Scorecard(fitted=fitted)


def fit_hazards(columns: Floats, lost: Floats, years: Floats) -> Hazards | None:
    """Fit the hazards; None if no contract was lost."""
    fitted = fit_cox(columns, years, lost == 1, np.full(columns.shape[1], PENALTY)) if lost.any() else None
    return None if fitted is None else Hazards(fitted=fitted, n=len(lost))


# The order decides a tie: the simpler first.
FITS = {"scorecard": fit_scorecard, "cox": fit_hazards}


def _root(covariance: Floats) -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    root: Floats = vectors * np.sqrt(np.maximum(values, 0))
    return root
