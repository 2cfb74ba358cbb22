"""Our score beside those of others, beside its own past, and teams beside each other: intervals, never a rank."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kuule import stats
from kuule.insight.answers.comparison import Comparison, comparison
from kuule.insight.answers.differences import differences_among
from kuule.insight.answers.figures import Figure, fields_of_many, figure_of
from kuule.insight.answers.segments import Segment
from kuule.insight.query import BEFORE, DAYS, YEAR, Contrast, NothingToCompare, Query
from kuule.insight.rules.benchmarks import Published, Standing, standing_of
from kuule.insight.selectors.counts import GroupCounts, counts_of, joined
from kuule.stats import Direction, Shares

YEARS_BACK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A published figure as we draw it, and how ours stands to it."""

    published: Published
    figure: Figure
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier time beside the one that is asked for. `direction` knows how many times were looked at."""

    contrast: Contrast
    query: Query
    change: Comparison
    direction: Direction | None


def set_beside(ours: Figure, found: Sequence[Published]) -> list[Beside]:
    """Set our score beside published figures, each with the interval that its source allows."""
    return [
        Beside(
            published=each,
            figure=_figure(each, ours),
            standing=standing_of(ours.shares, each, confidence=ours.confidence),
        )
        for each in found
    ]


def earlier_times(query: Query, ours: Figure, *, now: datetime) -> list[Earlier]:
    """Compare a time with the one before it and with the same days of earlier years, where somebody answered then.

    Raises NothingToCompare for a time that has nothing before it.
    """
    found = []
    for contrast in (Contrast(against=BEFORE), *_same_days(query, now)):
        _one, other = contrast.sides(query, now=now)
        change = comparison(query, other, known=ours)
        if change.other.n:
            found.append(Earlier(contrast=contrast, query=other, change=change, direction=change.direction))
    corrected = stats.adjust_p_values([each.change.p_value for each in found])
    return [
        replace(each, direction=Direction.STEADY) if p is not None and p > 1 - query.confidence else each
        for each, p in zip(found, corrected, strict=True)
    ]


def teams_apart(query: Query, teams: Sequence[tuple[int, str]]) -> list[Segment]:
    """Return the score of the accounts of each team that has answers, each beside all other answers of teams."""
    asked = [(key, name, query.asking(team_id=key, by="", bucket="")) for key, name in teams]
    counted = [(key, name, of_team, counts_of(of_team)) for key, name, of_team in asked]
    found = [each for each in counted if each[3].n]
    each_counts = [counts for *_rest, counts in found]
    whole = joined(each_counts) if each_counts else GroupCounts()
    differences = differences_among([(counts, whole.without(counts)) for counts in each_counts], query.confidence)
    return [
        Segment(name=name, key=str(key), query=of_team, difference=difference, **fields)
        for (key, name, of_team, _counts), difference, fields in zip(
            found, differences, fields_of_many(each_counts, query), strict=True
        )
    ]


def _same_days(query: Query, now: datetime) -> list[Contrast]:
    found: list[Contrast] = []
    earlier = query
    for back in range(YEARS_BACK):
        try:
            _one, earlier = Contrast(against=YEAR).sides(earlier, now=now)
        except NothingToCompare:
            break  # longer than a year: its last twelve months would be counted twice
        is_last_year = back == 0
        found.append(
            Contrast(against=YEAR) if is_last_year else Contrast(against=DAYS, since=earlier.since, until=earlier.until)
        )
    return found


def _figure(published: Published, ours: Figure) -> Figure:
    shares = published.shares
    counts = GroupCounts(shares.detractors, shares.passives, shares.promoters) if shares else GroupCounts()
    interval = stats.nps_interval(shares or Shares(0, 0, 0), confidence=ours.confidence)
    limits = [None if limit is None else limit * 100 for limit in (interval.lower, interval.upper)]
    return Figure(
        value=published.nps,
        lower=limits[0],
        upper=limits[1],
        n=counts.n,
        shares=Shares(counts.detractors, counts.passives, counts.promoters),
        method=interval.method,
        confidence=ours.confidence,
        few_below=ours.few_below,
    )


def our_figure(query: Query) -> Figure:
    """Return the score of the answers that a query means."""
    return figure_of(counts_of(query), query)
