"""What the likelihood to renew rests on: what a customer had shown by a day, as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kuule.economics.rules.columns import Floats, Ints
from kuule.economics.rules.groups import LEAST_PASSIVE, LEAST_PROMOTER
from kuule.economics.rules.signals import Signals

DECIDER_DETRACTOR, DECIDER_PROMOTER, DECIDER_UNHEARD = "decider_detractor", "decider_promoter", "decider_unheard"
OTHERS_DETRACTOR, OTHERS_PROMOTER, OTHERS_UNHEARD = "others_detractor", "others_promoter", "others_unheard"
FALLING, SILENCE, INCIDENTS, FIRST_YEARS = "falling", "silence", "incidents", "first_years"
# Those that are yes or no are against a passive, or against no. Silence is counted in quarters of a year up to one
# year, incidents up to three: whoever was silent for three years is not three times as far away.
COVARIATES = (
    DECIDER_DETRACTOR,
    DECIDER_PROMOTER,
    DECIDER_UNHEARD,
    OTHERS_DETRACTOR,
    OTHERS_PROMOTER,
    OTHERS_UNHEARD,
    FALLING,
    SILENCE,
    INCIDENTS,
    FIRST_YEARS,
)
# What is a good sign, and what says already that it is absent.
GOOD = {
    DECIDER_PROMOTER: (DECIDER_DETRACTOR, DECIDER_UNHEARD),
    OTHERS_PROMOTER: (OTHERS_DETRACTOR, OTHERS_UNHEARD),
}
QUARTER, MOST_QUARTERS, MOST_INCIDENTS = 90.0, 4.0, 3.0
FALL = -1.0
FIRST = 730
MOST_REASONS = 3
# A reason that moves the odds by less than this (as a log) is none.
LEAST_REASON = 0.1


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a contract is likely to be lost: a covariate, its value, and how much it lowers the log odds of renewing."""

    name: str
    value: float
    weight: float


def covariates_of(signals: Signals, days_known: Ints) -> Floats:
    """Return the covariates of k customers, (k, 10), in the order of `COVARIATES`; none is missing.

    `days_known` is how many days before the first contract began. Whoever never showed life counts as silent for
    the longest time.
    """
    decider, others = signals.score[:, 0], _mean_of_others(signals)
    quarters = np.nan_to_num(signals.silence / QUARTER, nan=MOST_QUARTERS)
    columns = (
        *_groups(decider),
        *_groups(others),
        np.nan_to_num(signals.trend) <= FALL,
        np.minimum(quarters, MOST_QUARTERS),
        np.minimum(signals.incidents, MOST_INCIDENTS),
        days_known < FIRST,
    )
    return np.column_stack([np.asarray(each, dtype=np.float64) for each in columns])


def telling(columns: Floats) -> list[int]:
    """Return which covariates tell customers apart: those that are not the same for all."""
    return [place for place in range(columns.shape[1]) if len(columns) and np.ptp(columns[:, place]) > 0]


def reasons_of(
    names: Sequence[str], weights: Sequence[float], usual: Sequence[float], own: Sequence[float]
) -> list[Reason]:
    """Return what lowers the odds of one customer most against the usual customer, the strongest first.

    That something bad is absent is no reason, even where the past of a company seems to say so; nor is it that
    somebody is no promoter, of whom it is known already that they are a detractor or not heard.
    """
    shown = dict(zip(names, own, strict=True))
    told = {good for good, bad in GOOD.items() if any(shown.get(each) for each in bad)}
    found = [
        Reason(name, value, weight * (value - mean))
        for name, weight, mean, value in zip(names, weights, usual, own, strict=True)
        if weight * (value - mean) < -LEAST_REASON and (value < mean) == (name in GOOD) and name not in told
    ]
    return sorted(found, key=lambda reason: reason.weight)[:MOST_REASONS]


def plain_reasons(own: Sequence[float]) -> list[Reason]:
    """Return what speaks against renewing where no likelihood is known, in the order of `PLAIN`, without a weight."""
    values = dict(zip(COVARIATES, own, strict=True))
    return [Reason(name, values[name], 0.0) for name, least in PLAIN if values[name] >= least][:MOST_REASONS]


# What is a bad sign without any past to learn from, the worst first, from which value on.
PLAIN = (
    (DECIDER_DETRACTOR, 1.0),
    (OTHERS_DETRACTOR, 1.0),
    (INCIDENTS, 1.0),
    (FALLING, 1.0),
    (SILENCE, 2.0),
    (DECIDER_UNHEARD, 1.0),
    (OTHERS_UNHEARD, 1.0),
)


def bad_signs(columns: Floats) -> Ints:
    """Return how many of `PLAIN` each customer shows, (k,)."""
    places = [COVARIATES.index(name) for name, _least in PLAIN]
    least = np.array([least for _name, least in PLAIN])
    shown: Ints = (columns[:, places] >= least).sum(axis=1)
    return shown


def _groups(mean: Floats) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return whether each mean score is of a detractor, a promoter, or not known; rounded half up as `group_of`."""
    score = np.floor(mean + 0.5)
    return score < LEAST_PASSIVE, score >= LEAST_PROMOTER, np.isnan(mean)


def _mean_of_others(signals: Signals) -> Floats:
    people = signals.people[:, 1:]
    total, n = np.nansum(signals.score[:, 1:] * people, axis=1), people.sum(axis=1)
    return np.where(n, total / np.maximum(n, 1), np.nan)
