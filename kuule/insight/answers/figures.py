"""Counts become scores: the one place where NPS points and their interval are made for everything that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from kuule import stats
from kuule.insight.query import Query
from kuule.insight.rules import FEW_ANSWERS, is_few
from kuule.insight.selectors.counts import GroupCounts
from kuule.stats import Estimate, Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A Net Promoter Score with its interval, in points from −100 to 100; None, never 0, where nobody answered.

    `warnings` are codes of `stats.Caution`; `docs/reading-the-score.md` explains them.
    """

    value: float | None
    lower: float | None
    upper: float | None
    n: int
    shares: Shares
    method: str
    confidence: float
    warnings: tuple[str, ...] = ()
    few_below: int = FEW_ANSWERS

    @property
    def is_few(self) -> bool:
        """Tell whether so few answered that reading the answers says more than the score."""
        return is_few(self.n, self.few_below)


def in_points(share: float | None) -> float | None:
    """Return a proportion as NPS points."""
    return None if share is None else share * 100


class Fields(TypedDict):
    """What every kind of `Figure` is made of."""

    value: float | None
    lower: float | None
    upper: float | None
    n: int
    shares: Shares
    method: str
    confidence: float
    warnings: tuple[str, ...]
    few_below: int


def figure_fields(counts: GroupCounts, estimate: Estimate, few_below: int) -> Fields:
    """Return the fields of a figure, in points."""
    return Fields(
        value=in_points(estimate.value),
        lower=in_points(estimate.lower),
        upper=in_points(estimate.upper),
        n=counts.n,
        shares=Shares(counts.detractors, counts.passives, counts.promoters),
        method=estimate.method,
        confidence=estimate.confidence,
        warnings=tuple(str(warning) for warning in estimate.warnings),
        few_below=few_below,
    )


def figure_of(counts: GroupCounts, query: Query) -> Figure:
    """Return the score of some answers to a query by their counts alone."""
    shares = Shares(counts.detractors, counts.passives, counts.promoters)
    return Figure(**figure_fields(counts, stats.nps_interval(shares, confidence=query.confidence), query.few_below))


def fields_of_many(counted: Sequence[GroupCounts], query: Query) -> list[Fields]:
    """Return the fields of many figures of a query, their intervals computed in one go."""
    estimates = stats.nps_intervals(
        [counts.detractors for counts in counted],
        [counts.passives for counts in counted],
        [counts.promoters for counts in counted],
        confidence=query.confidence,
    )
    return [
        figure_fields(counts, estimate, query.few_below) for counts, estimate in zip(counted, estimates, strict=True)
    ]
