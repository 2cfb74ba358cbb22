"""What was heard elsewhere by source: how much, how it was rated within one scale, how many could see it. No NPS."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kuule import stats
from kuule.insight.query.heard import HeardQuery
from kuule.insight.selectors.heard import RatingCounts, SourceCounts, counts_by_source, ratings_by_source
from kuule.responses.rules.heard import ENDS, THUMBS, UP
from kuule.stats.tails import t_quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingFigure:
    """The ratings on one scale: their mean, of thumbs the share that is up, with its interval where chance has one."""

    scale: str
    n: int
    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFigure:
    """A source with its share of all that was heard, and a figure for each scale it was rated on."""

    counts: SourceCounts
    share: float
    ratings: Sequence[RatingFigure]


def heard_by_source(query: HeardQuery) -> list[SourceFigure]:
    """Return the figures of every source, the one with the most first."""
    counted = counts_by_source(query)
    total = sum(each.n for each in counted)
    figures: dict[str, list[RatingFigure]] = {}
    for (source, scale), rated in groupby(ratings_by_source(query), key=lambda each: (each.source, each.scale)):
        figures.setdefault(source, []).append(rating_figure(scale, list(rated), query))
    return [SourceFigure(counts=each, share=each.n / total, ratings=figures.get(each.source, [])) for each in counted]


def rating_figure(scale: str, rated: Sequence[RatingCounts], query: HeardQuery) -> RatingFigure:
    """Return the mean of ratings with its t interval, or the share of thumbs up with Wilson's; few have none."""
    n = sum(each.n for each in rated)
    mean = sum(each.rating * each.n for each in rated) / n
    if n < max(query.few_below, 2):
        return RatingFigure(scale=scale, n=n, value=mean)
    if scale == THUMBS:
        up = stats.share_interval(sum(each.n for each in rated if each.rating == UP), n, confidence=query.confidence)
        return RatingFigure(scale=scale, n=n, value=mean, lower=up.lower, upper=up.upper)
    variance = sum((each.rating - mean) ** 2 * each.n for each in rated) / (n - 1)
    if not variance:
        return RatingFigure(scale=scale, n=n, value=mean)
    reach = t_quantile(query.confidence, n - 1) * math.sqrt(variance / n)
    least, most = ENDS[scale]
    return RatingFigure(scale=scale, n=n, value=mean, lower=max(mean - reach, least), upper=min(mean + reach, most))
