"""How likely a figure is to reach a target on a day, if it goes on moving as it has moved so far."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from kuule.stats.columns import Column, Rows, number_column, require_same_length
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile, whole_number
from kuule.stats.results import Caution, Status

NORMAL = NormalDist()
# With fewer figures than these, hardly anything is known of how they move.
FEWEST_STEPS = 6
FINENESS, WIDEST = 48, 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaching:
    """The probability that a figure is at its target or above it, and where it may be then.

    `expected`, `lower` and `upper` are in the unit of the figure. None, never 0, where nothing can be said; then
    `warnings` say why. `steps` is how many figures of the past it rests on.
    """

    probability: float | None
    expected: float | None
    lower: float | None
    upper: float | None
    steps: int
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class _Foretold:
    """What one size of steps foretells: mean and variance, and how well it fits the past (a log-likelihood)."""

    mean: float
    variance: float
    fit: float


def chance_to_reach(
    figures: Column,
    errors: Column,
    *,
    target: float,
    ahead: int,
    together: int = 1,
    error_ahead: float = 0.0,
    confidence: float = 0.95,
) -> Reaching:
    """Compute the probability that a figure is at least at its target some steps from now.

    Parameters
    ----------
    figures : array_like, shape (k,)
        The figure of each step of the past, all as long as each other, the oldest first; missing where there is none.
    errors : array_like, shape (k,)
        The standard error of each, in the same unit; 0 for a count of what happened.
    target : float
        What is to be reached, in that unit.
    ahead : int
        How many steps lie between the last figure and the day of the target, from 1 up.
    together : int
        The target is for the mean of so many steps up to that day; those that are past already are known.
    error_ahead : float
        The standard error of each step to come.
    confidence : float
        Of `lower` and `upper`, between 0 and 1, both excluded.

    Returns
    -------
    Reaching
        Undefined with `PAST_TOO_SHORT` under six figures, with `HORIZON_BEYOND` where more lies ahead than behind,
        with `LITTLE_SPREAD` where the figure never moved.

    Raises
    ------
    RejectedInput
        If lengths differ, an error is negative or missing where there is a figure, or a number is out of range.

    Notes
    -----
    The model is a random walk with drift that is seen through the noise of each measurement: level(t) = level(t - 1) +
    drift + step, with steps of one spread that is not known; figure(t) = level(t) + noise, with the noise known. Level
    and drift have flat priors and are foretold by generalised least squares; the spread has a flat prior on its
    standard deviation and is averaged over, weighted by the restricted likelihood. So the probability holds if the
    figure goes on as before, up or down: it knows nothing of what is done from now on, of seasons, or of how a scale
    ends. It is near to 0 or 1 only where the target is far from all that the past makes likely.

    References
    ----------
    Harvey A (1989) Forecasting, Structural Time Series Models and the Kalman Filter, Cambridge, ch. 2 and 3; Gelman A
    (2006) Bayesian Anal 1:515-534 (flat prior on a standard deviation); Hyndman R, Athanasopoulos G (2021) Forecasting:
    Principles and Practice, 3rd ed., 5.2 (drift method, which this is where there is no noise).
    """
    quantile = normal_quantile(confidence)
    values, noise = number_column(figures, "Figures"), number_column(errors, "Errors")
    require_same_length({"figures": values, "errors": noise})
    known = ~np.isnan(values)
    if np.isnan(noise[known]).any() or (noise[known] < 0).any() or not 0 <= error_ahead < math.inf:
        raise RejectedInput("Each figure has a standard error from 0 up.")
    if whole_number(ahead, "ahead") < 1 or whole_number(together, "together") < 1 or not math.isfinite(target):
        raise RejectedInput("A target is a number, at least one step ahead, of at least one step.")
    steps = int(known.sum())
    caution = _caution(values[known], noise[known], steps, ahead)
    if caution:
        return _nothing(steps, confidence, caution)
    past = _Past(values, noise, known)
    spreads = _spreads(values[known], noise[known])
    found = [past.foretell(float(spread), ahead, together, error_ahead) for spread in spreads]
    fits = np.array([each.fit for each in found])
    weights = np.exp(fits - fits.max())
    weights /= weights.sum()
    means, sds = np.array([each.mean for each in found]), np.sqrt([each.variance for each in found])
    expected = float(weights @ means)
    sd = math.sqrt(float(weights @ (sds**2 + (means - expected) ** 2)))
    tails = [1 - NORMAL.cdf((target - mean) / sd) for mean, sd in zip(means, sds, strict=True)]
    return Reaching(
        probability=float(weights @ tails),
        expected=expected,
        lower=expected - quantile * sd,
        upper=expected + quantile * sd,
        steps=steps,
        method="walk_with_drift",
        confidence=float(confidence),
        status=Status.OK,
    )


class _Past:
    """The figures of the past, numbered from 1 by their step."""

    def __init__(self, values: Floats, noise: Floats, known: Rows) -> None:
        self.all, self.last = values, len(values)
        self.times = np.flatnonzero(known) + 1.0
        self.values, self.noise = values[known], noise[known]
        self.line = np.column_stack([np.ones_like(self.times), self.times])

    def foretell(self, spread: float, ahead: int, together: int, error_ahead: float) -> _Foretold:
        """Return what steps of one spread (a standard deviation) foretell of the mean of the last steps."""
        window = np.arange(self.last + ahead - together + 1, self.last + ahead + 1)
        seen = [self.all[each - 1] for each in window if 1 <= each <= self.last and not np.isnan(self.all[each - 1])]
        coming = np.array([each for each in window if each > self.last or each < 1 or np.isnan(self.all[each - 1])])
        share = len(coming) / together
        walk = spread**2
        inverse = np.linalg.inv(walk * np.minimum.outer(self.times, self.times) + np.diag(self.noise**2))
        precision = self.line.T @ inverse @ self.line
        fitted = np.linalg.solve(precision, self.line.T @ inverse @ self.values)
        rest = self.values - self.line @ fitted
        beside = walk * np.minimum.outer(self.times, coming).mean(axis=1)
        itself = walk * float(np.minimum.outer(coming, coming).mean()) + error_ahead**2 / len(coming)
        ends = np.array([1.0, float(coming.mean())])
        open_line = ends - self.line.T @ inverse @ beside
        variance = itself - beside @ inverse @ beside + open_line @ np.linalg.solve(precision, open_line)
        mean = float(ends @ fitted + beside @ inverse @ rest)
        fit = 0.5 * (
            np.linalg.slogdet(inverse)[1] - np.linalg.slogdet(precision)[1] - float(rest @ inverse @ self.values)
        )
        behind = float(np.mean(seen)) if seen else 0.0
        return _Foretold((1 - share) * behind + share * mean, share**2 * float(variance), float(fit))


def _caution(values: Floats, noise: Floats, steps: int, ahead: int) -> Caution | None:
    if steps < FEWEST_STEPS:
        return Caution.PAST_TOO_SHORT
    if ahead > steps:
        return Caution.HORIZON_BEYOND
    return Caution.LITTLE_SPREAD if np.ptp(values) == 0 and not noise.any() else None


def _spreads(values: Floats, noise: Floats) -> Floats:
    """Return the standard deviations of a step that are averaged over: from next to none up to far too many."""
    widest = WIDEST * max(float(np.std(np.diff(values))), float(noise.mean()), float(np.ptp(values)) / len(values))
    return np.asarray((np.arange(FINENESS) + 0.5) * (widest / FINENESS), dtype=np.float64)


def _nothing(steps: int, confidence: float, caution: Caution) -> Reaching:
    return Reaching(
        probability=None,
        expected=None,
        lower=None,
        upper=None,
        steps=steps,
        method="walk_with_drift",
        confidence=float(confidence),
        status=Status.UNDEFINED,
        warnings=(caution,),
    )
