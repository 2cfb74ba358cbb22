"""The score of people who first answered in the same quarter, as time goes by."""

from collections.abc import Sequence
from dataclasses import dataclass

from kuule.insight.answers.figures import Figure, fields_of_many, figure_of
from kuule.insight.answers.pivot import Cell
from kuule.insight.query import Query
from kuule.insight.query.periods import quarter_moments
from kuule.insight.selectors.cells import counts_by_cohort
from kuule.insight.selectors.counts import GroupCounts, joined
from kuule.insight.selectors.matching import Surveys, openness_for, surveys_of

# As many quarters as five years have, followed for three.
MOST_COHORTS, MOST_QUARTERS = 20, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Those whose first answer came in one `quarter`, numbered since the year 0, and their scores since then.

    `cells` begin with that quarter itself, and end with the last one there was.
    """

    quarter: int
    total: Cell
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohorts:
    """All cohorts, the newest first, and all their answers by how many quarters have passed: `along`.

    `unknown` answers came from people nobody knows; `earlier` ones from `more` older cohorts, or `later` than is shown.
    """

    cohorts: Sequence[Cohort]
    along: Sequence[Figure]
    unknown: int
    more: int
    earlier: int
    later: int


def cohorts(query: Query, *, among: Surveys | None = None) -> Cohorts | None:
    """Return the score of a query's answers by the quarter in which each person first answered a survey of its family.

    The first answer counts wherever it lies, also before the query's time. None for anonymous answers.
    """
    surveys = surveys_of(query) if among is None else among
    if openness_for(query, among=surveys) is not None:
        return None
    counted = counts_by_cohort(query, among=surveys)
    unknown = sum(counts.n for (first, _quarter), counts in counted.items() if first is None)
    known = {(first, quarter - first): counts for (first, quarter), counts in counted.items() if first is not None}
    last = max((first + passed for first, passed in known), default=0)
    quarters = sorted({first for first, _passed in known}, reverse=True)
    shown = quarters[:MOST_COHORTS]
    inside = {key: counts for key, counts in known.items() if key[0] in shown and key[1] < MOST_QUARTERS}
    width = max((passed for _first, passed in inside), default=-1) + 1
    return Cohorts(
        cohorts=[_cohort(first, inside, min(last - first + 1, width), query) for first in shown],
        along=[_along(inside, passed, query) for passed in range(width)],
        unknown=unknown,
        more=len(quarters) - len(shown),
        earlier=sum(counts.n for (first, _passed), counts in known.items() if first not in shown),
        later=sum(counts.n for (first, passed), counts in known.items() if first in shown and passed >= MOST_QUARTERS),
    )


def _cohort(first: int, counted: dict[tuple[int, int], GroupCounts], width: int, query: Query) -> Cohort:
    along = [counted.get((first, passed), GroupCounts()) for passed in range(width)]
    total, *figures = fields_of_many([joined(along), *along], query)
    return Cohort(
        quarter=first,
        total=Cell(query=_answers(query, first, range(width)), **total),
        cells=[
            Cell(query=_answers(query, first, range(passed, passed + 1)), **fields)
            for passed, fields in enumerate(figures)
        ],
    )


def _answers(query: Query, first: int, passed: range) -> Query:
    """Return the query for the answers of a cohort in these quarters after its first."""
    since, until = (quarter_moments(first + each, query.zone)[0] for each in (passed.start, passed.stop))
    later = max(since, query.since) if query.since else since
    return query.asking(first_quarter=first).between(later, min(until, query.until) if query.until else until)


def _along(counted: dict[tuple[int, int], GroupCounts], passed: int, query: Query) -> Figure:
    return figure_of(joined(counts for (_first, at), counts in counted.items() if at == passed), query)
