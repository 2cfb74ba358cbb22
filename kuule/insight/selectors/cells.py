"""How many answered what, cut two ways at once, by the engine or by the database where it has to stand in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractQuarter, ExtractYear

from kuule.insight.query import THEME, TOUCHPOINT, PivotQuery, Query
from kuule.insight.query.periods import QUARTERS_A_YEAR
from kuule.insight.selectors.asked import asked_cells, asked_cohorts
from kuule.insight.selectors.counts import (
    COUNT_OF_GROUPS,
    GroupCounts,
    bucket_number,
    counts_in,
    dimension_of,
    folded,
    in_each_theme,
    joined,
)
from kuule.insight.selectors.first_answers import first_answer
from kuule.insight.selectors.matching import Surveys, responses_matching, surveys_of
from kuule.insight.selectors.touchpoints import key_of_touchpoint
from kuule.responses.models import Response

Cells = Mapping[tuple[Any, Any], GroupCounts]


def counts_by_cell(
    query: PivotQuery, *, bounds: Sequence[datetime] = (), among: Surveys | None = None
) -> dict[tuple[Any, Any], GroupCounts]:
    """Return the counts of each pair of a row and a column of a pivot; empty ones are left out.

    Rows and columns are ids, codes or texts of a property, None for answers without one. Where the columns are steps of
    time, `bounds` cut the query's time into them, and they are numbered from 0. Not for anonymous answers, of which two
    cuts at once would tell too much.
    """
    surveys = surveys_of(query) if among is None else among
    asked = asked_cells(query, surveys, bounds)
    if asked is None:
        counted = _cells_in_database(query, surveys, bounds)
    else:
        counted = {key: GroupCounts(*counts) for key, counts in asked.items()}
    if TOUCHPOINT not in (query.by, query.columns):
        return counted
    row, column = (key_of_touchpoint(query.workspace_id, by) for by in (query.by, query.columns))
    return folded(counted, lambda key: (row(key[0]), column(key[1])))


def _cells_in_database(
    query: PivotQuery, surveys: Surveys, bounds: Sequence[datetime]
) -> dict[tuple[Any, Any], GroupCounts]:
    found = responses_matching(query.asking(by=""), among=surveys).order_by()
    if THEME not in (query.by, query.columns):
        cuts = {"row_key": dimension_of(query), "column_key": _across(query, bounds)}
        return _counted(found, cuts, lambda row: (_known(row["row_key"]), _known(row["column_key"])))
    other = {"other": _across(query, bounds) if query.by == THEME else dimension_of(query)}
    counted: dict[tuple[Any, Any], GroupCounts] = {}
    for theme, those in in_each_theme(found, query.workspace_id):
        for (known,), counts in _counted(those, other, lambda row: (_known(row["other"]),)).items():
            counted[(theme, known) if query.by == THEME else (known, theme)] = counts
    return counted


def _across(query: PivotQuery, bounds: Sequence[datetime]) -> Any:
    if query.has_times:
        return bucket_number(bounds, 0, len(bounds) - 2)
    return dimension_of(query.asking(by=query.columns))


def _counted(
    found: QuerySet[Response], cuts: Mapping[str, Any], key_of: Callable[[Mapping[str, Any]], tuple[Any, ...]]
) -> dict[Any, GroupCounts]:
    counted: dict[Any, GroupCounts] = {}
    for row in found.annotate(**cuts).values(*cuts).annotate(**COUNT_OF_GROUPS):
        key = key_of(row)
        counted[key] = joined([counted.get(key, GroupCounts()), counts_in(row)])
    return counted


def counts_by_cohort(query: Query, *, among: Surveys | None = None) -> dict[tuple[int | None, int], GroupCounts]:
    """Return the counts by the quarter of a person's first answer in this family of surveys and that of the answer.

    Quarters are numbered since the year 0, in the zone of the workspace. None has the answers of people nobody knows.
    """
    surveys = surveys_of(query) if among is None else among
    asked = asked_cohorts(query, surveys)
    if asked is not None:
        return {key: GroupCounts(*counts) for key, counts in asked.items()}
    parts = {
        f"{name}_{part}": extract(name, tzinfo=query.zone)
        for name in ("first", "answered_at")
        for part, extract in (("year", ExtractYear), ("quarter", ExtractQuarter))
    }
    found = responses_matching(query, among=surveys).order_by().annotate(first=first_answer())
    cut = found.annotate(**parts).values(*parts)
    return {
        (_quarter(row, "first"), _quarter(row, "answered_at") or 0): counts_in(row)
        for row in cut.annotate(**COUNT_OF_GROUPS)
    }


def _known(value: Any) -> Any:
    # An empty text says no more than none at all.
    return None if value == "" else value


def _quarter(row: Mapping[str, Any], name: str) -> int | None:
    year, quarter = row[f"{name}_year"], row[f"{name}_quarter"]
    return None if year is None else year * QUARTERS_A_YEAR + quarter - 1
