"""How well renewals would have been foretold: each later contract from those that ended before it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kuule.stats.inputs import Floats, normal_quantile
from kuule.stats.logistic import fit_logistic
from kuule.stats.proportions import share_interval
from kuule.stats.renewal_fits import FITS, fit_average

# The earlier part that teaches first, and in how many steps the rest is foretold and then taught from.
EARLIER_PART = 0.5
STEPS = 5
SMALLEST_CHANCE = 1e-3
MOST_BINS = 5
FEWEST_IN_BIN = 10
# Prior precision of "predictions need no correction": a standard deviation of 1/2 for intercept and slope.
TRUST = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialScore:
    """How far predictions were from what happened; smaller is better. `log_loss` in nats, `brier` in squared shares."""

    log_loss: float
    brier: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """Contracts with like predictions: the renewal share expected, the one observed, and its Wilson interval."""

    n: int
    expected: float
    observed: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Predictions beside what happened, for contracts that were foretold.

    `slope` 1 and `intercept` 0 on the log odds are perfect; a slope below 1 means predictions too extreme. Their limits
    are None where there is no maximum. `ece` is the mean distance of bins, weighted by their contracts.
    """

    bins: tuple[CalibrationBin, ...]
    slope: float | None
    slope_lower: float | None
    slope_upper: float | None
    intercept: float | None
    ece: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Foretold:
    """Log odds of loss of the later contracts by each way, (m,) each, and whether they were lost, (m,)."""

    by_way: dict[str, Floats]
    lost: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recalibration:
    """What is added to log odds, and what they are multiplied by; `covariance`, (2, 2), of both."""

    intercept: float
    slope: float
    covariance: Floats


UNCORRECTED = Recalibration(intercept=0.0, slope=1.0, covariance=np.zeros((2, 2)))


def foretell(columns: Floats, lost: Floats, years: Floats) -> Foretold:
    """Foretell the later contracts step by step, each from all before; rows are in the order of their end."""
    edges = np.linspace(int(len(lost) * EARLIER_PART), len(lost), STEPS + 1).astype(int)
    by_way: dict[str, list[Floats]] = {name: [] for name in FITS}
    for start, end in pairwise(edges.tolist()):
        past = (columns[:start], lost[:start], years[:start])
        for name, fit in FITS.items():
            model = fit(*past) or fit_average(*past)
            by_way[name].append(model.log_odds(columns[start:end], years[start:end]).value)
    return Foretold(
        by_way={name: np.concatenate(parts) for name, parts in by_way.items()},
        lost=lost[edges[0] :],
    )


def score(log_odds: Floats, lost: Floats) -> TrialScore:
    """Score predictions by what happened."""
    chance = np.clip(chance_of(log_odds), SMALLEST_CHANCE, 1 - SMALLEST_CHANCE)
    said = np.where(lost == 1, chance, 1 - chance)
    return TrialScore(log_loss=float(-np.log(said).mean()), brier=float(((chance - lost) ** 2).mean()))


def recalibrate(log_odds: Floats, lost: Floats) -> Recalibration:
    """Learn how predictions were off, with doubt: few contracts correct little, and never to bolder ones.

    References
    ----------
    Cox D (1958) Biometrika 45:562-565. Steyerberg E (2009) Clinical Prediction Models, Springer, ch. 20.
    """
    centre = float(log_odds.mean())
    fitted = fit_logistic((log_odds - centre)[:, None], lost, np.array([TRUST, TRUST]), offset=log_odds)
    if fitted is None:
        return UNCORRECTED
    # Predictions that seem too cautious stay so: a few lucky ones are no reason to be bolder.
    level, slope = float(fitted.coef[0]), min(float(fitted.coef[1]), 0.0)
    turn = np.array([[1.0, -centre], [0.0, 1.0]])
    return Recalibration(
        intercept=level - slope * centre, slope=1 + slope, covariance=turn @ fitted.covariance @ turn.T
    )


def calibration_of(log_odds: Floats, lost: Floats, confidence: float) -> Calibration:
    """Lay predictions beside what happened."""
    kept, renewed = 1 - chance_of(log_odds), 1 - lost
    order = np.argsort(kept, kind="stable")
    count = max(1, min(MOST_BINS, len(lost) // FEWEST_IN_BIN))
    bins = tuple(_bin(kept[part], renewed[part], confidence) for part in np.array_split(order, count))
    fitted = fit_logistic(log_odds[:, None], lost, np.zeros(1)) if 0 < lost.sum() < len(lost) else None
    slope = None if fitted is None else float(fitted.coef[1])
    reach = 0.0 if fitted is None else normal_quantile(confidence) * float(np.sqrt(fitted.covariance[1, 1]))
    return Calibration(
        bins=bins,
        slope=slope,
        slope_lower=None if slope is None else slope - reach,
        slope_upper=None if slope is None else slope + reach,
        intercept=None if fitted is None else -float(fitted.coef[0]),
        ece=sum(each.n * abs(each.expected - each.observed) for each in bins) / len(lost),
        n=len(lost),
    )


def chance_of(log_odds: Floats) -> Floats:
    """Turn log odds into probabilities."""
    chance: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))
    return chance


def _bin(expected: Floats, renewed: Floats, confidence: float) -> CalibrationBin:
    found = share_interval(float(renewed.sum()), len(renewed), confidence=confidence)
    return CalibrationBin(
        n=len(renewed),
        expected=float(expected.mean()),
        observed=float(renewed.mean()),
        lower=found.lower or 0.0,
        upper=1.0 if found.upper is None else found.upper,
    )
