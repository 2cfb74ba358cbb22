"""Maximum likelihood of the proportional odds model, by Newton's method.

A row at level j has probability s(a) - s(b), with s the logistic function, a = zeta_j - x . beta and
b = zeta_(j-1) - x . beta. As s(a) - s(b) = s(a) s(-b) (1 - exp(b - a)) and a - b does not depend on x, its logarithm
is that of one or two ordinary logistic rows, s(a) and s(-b), plus a term of the cuts alone. All of it is concave.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Codes
from kuule.stats.inputs import Floats

MOST_STEPS = 100
STEP_TOLERANCE = 1e-12
# Of standardised drivers: where the likelihood has a maximum, it is far more curved than this.
FLAT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """Coefficients and their standard errors, (p,), cuts, (levels - 1,), and the log-likelihood."""

    beta: Floats
    se_beta: Floats
    zeta: Floats
    loglik: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Model:
    """Logistic rows: `design`, (m, cuts + p), and `sign`, (m,); `between`, (cuts - 1,), answers within cuts."""

    design: Floats
    sign: Floats
    between: Floats

    def loglik(self, theta: Floats) -> float:
        widths = np.diff(theta[: len(self.between) + 1])
        if (widths <= 0).any():
            return -np.inf
        margins = self.sign * (self.design @ theta)
        return float(-np.logaddexp(0, -margins).sum() + self.between @ np.log(-np.expm1(-widths)))

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats]:
        """Return the gradient and the information, minus the second derivatives."""
        margins = self.sign * (self.design @ theta)
        miss = np.exp(-np.logaddexp(0, margins))
        gradient = self.design.T @ (self.sign * miss)
        information = (self.design * (miss * (1 - miss))[:, None]).T @ self.design
        cuts = len(self.between) + 1
        differences = np.diff(np.eye(cuts), axis=0)
        odds = 1 / np.expm1(np.diff(theta[:cuts]))
        gradient[:cuts] += differences.T @ (self.between * odds)
        information[:cuts, :cuts] += differences.T @ ((self.between * odds * (1 + odds))[:, None] * differences)
        return gradient, information


def fit_odds(columns: Floats, ranks: Codes, levels: int) -> Fit | None:
    """Fit standardised drivers, (n, p), to levels that all occur, (n,), counted from 0.

    None if there is no maximum, because drivers separate the levels.
    """
    model = _model(columns, ranks, levels)
    cuts = levels - 1
    below = np.cumsum(np.bincount(ranks, minlength=levels))[:-1] / len(ranks)
    theta = np.concatenate((np.log(below / (1 - below)), np.zeros(columns.shape[1])))
    loglik = model.loglik(theta)
    for _ in range(MOST_STEPS):
        gradient, information = model.derivatives(theta)
        # Least squares, as drivers that separate the levels make the information singular on the way.
        step = np.linalg.lstsq(information, gradient)[0]
        last = float(gradient @ step) <= STEP_TOLERANCE * (1 + abs(loglik))
        while not last and model.loglik(theta + step) < loglik:
            step /= 2
        theta = theta + step
        loglik = model.loglik(theta)
        if last:
            break
    _, information = model.derivatives(theta)
    if np.linalg.eigvalsh(information)[0] < FLAT:
        return None
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    return Fit(beta=theta[cuts:], se_beta=errors[cuts:], zeta=theta[:cuts], loglik=loglik)


def _model(columns: Floats, ranks: Codes, levels: int) -> _Model:
    cuts = np.eye(levels - 1)
    under, over = ranks < levels - 1, ranks > 0
    return _Model(
        design=np.concatenate(
            (
                np.column_stack((cuts[ranks[under]], -columns[under])),
                np.column_stack((cuts[ranks[over] - 1], -columns[over])),
            )
        ),
        sign=np.repeat([1.0, -1.0], [int(under.sum()), int(over.sum())]),
        between=np.bincount(ranks, minlength=levels)[1:-1].astype(np.float64),
    )
