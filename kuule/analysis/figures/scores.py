"""Counts become scores in points: the one place where that happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from kuule import stats
from kuule.analysis.reading.judging import DETRACTOR, INVALID, MISSING, PASSIVE, PROMOTER
from kuule.analysis.refusals import RefusedError
from kuule.analysis.results import Figure
from kuule.stats import Caution, Estimate, Shares

POINTS = 100
Kinds = Sequence[int]


class Fields(TypedDict):
    """What every kind of `Figure` is made of."""

    shares: Shares
    value: float | None
    lower: float | None
    upper: float | None
    method: str
    warnings: tuple[str, ...]


def shares_of(kinds: Kinds) -> Shares:
    """Return counts by kind (see `judging`) as shares."""
    return Shares(kinds[DETRACTOR], kinds[PASSIVE], kinds[PROMOTER], missing=kinds[MISSING], invalid=kinds[INVALID])


def in_points(share: float | None) -> float | None:
    """Return a proportion as points."""
    return None if share is None else share * POINTS


def figure_fields(shares: Shares, estimate: Estimate) -> Fields:
    """Return the fields of a figure."""
    return Fields(
        shares=shares,
        value=in_points(estimate.value),
        lower=in_points(estimate.lower),
        upper=in_points(estimate.upper),
        method=estimate.method,
        warnings=tuple(str(warning) for warning in estimate.warnings),
    )


def fields_of_many(counted: Sequence[Shares], confidence: float) -> list[Fields]:
    """Return the fields of many figures, their intervals computed in one go."""
    estimates = stats.nps_intervals(
        [shares.detractors for shares in counted],
        [shares.passives for shares in counted],
        [shares.promoters for shares in counted],
        confidence=confidence,
    )
    return [figure_fields(shares, estimate) for shares, estimate in zip(counted, estimates, strict=True)]


def score_of(shares: Shares, *, population: int | None, confidence: float) -> Figure:
    """Return the score, with the interval for all of a known population where there is one.

    Raises
    ------
    RefusedError
        `small_population` if more have answered than there are.
    """
    if population is None:
        return Figure(**figure_fields(shares, stats.nps_interval(shares, confidence=confidence)))
    if population < shares.n:
        raise RefusedError("small_population", population=population, n=shares.n)
    estimate = stats.population_posterior(shares, population, confidence=confidence)
    if Caution.FEW_OF_POPULATION in estimate.warnings:
        # The posterior is right less often than it says for few answers; this one is wider and safer.
        estimate = stats.population_score(shares, population, confidence=confidence)
    # The estimate says of the population what it can; what it says of the sample must stay inside.
    estimate = replace(estimate.including_value(), value=estimate.value)
    return Figure(**figure_fields(shares, estimate))
