"""The score cut into segments, by rows and columns, and by when people first answered; and what goes with it."""

from datetime import datetime
from typing import Any

from ninja import Field, Query, Schema

from kuule.insight.answers import cohorts, pivot, segments
from kuule.insight.answers.drivers import drivers
from kuule.insight.answers.pivot import Part
from kuule.insight.api.asking import LONGEST, Asked, QuestionIn, read, refuse, refuse_unknown
from kuule.insight.api.figures import Cut, DifferenceOut, FigureOut, difference_out, figure_fields, figure_out
from kuule.insight.api.router import router
from kuule.insight.query import ALL_TIME, PivotQuery
from kuule.insight.query.drivers import DriverQuery
from kuule.insight.query.periods import quarter_as_text
from kuule.insight.rules.crowds import TooManyValuesError
from kuule.insight.selectors.choices import usual_dimension
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint

TOO_MANY_VALUES, ANONYMOUS = "too_many_values", "anonymous"


class PivotIn(QuestionIn):
    """Which answers are meant, and what the columns are."""

    columns: str = Field("", max_length=LONGEST, description="A step of time, or another dimension.")


class DriversIn(QuestionIn):
    """Which answers are meant, and what is compared besides ratings."""

    also: str = Field("", max_length=20, description="`properties` too, or `themes` in place of ratings.")


class SegmentOut(FigureOut, Cut):
    """The score of one segment. `difference` is to all other answers, read among all segments."""

    key: str
    name: str
    difference: DifferenceOut | None


class SegmentsAnswer(Asked):
    """Every segment, those with most answers first; `smaller` ones are left out. `reason` says why there are none."""

    segments: list[SegmentOut]
    smaller: int
    reason: str


class PartOut(Schema):
    """A row or a column: a segment by its key, or a stretch of time."""

    key: str
    name: str
    since: datetime | None
    until: datetime | None
    total: FigureOut


class PivotAnswer(Asked):
    """The score by rows and columns, a list of cells for each row. `reason` says why there is nothing."""

    rows: list[PartOut]
    columns: list[PartOut]
    cells: list[list[FigureOut]]
    total: FigureOut | None
    more_rows: int
    more_columns: int
    reason: str


class CohortOut(Schema):
    """People by the quarter of their first answer, and their scores in each quarter since then."""

    quarter: str
    total: FigureOut
    quarters: list[FigureOut]


class CohortsAnswer(Asked):
    """Cohorts, the newest first. `unknown` answers came from people nobody knows. `reason` says why there are none."""

    cohorts: list[CohortOut]
    unknown: int
    reason: str


class DriverOut(Schema):
    """One driver: its share of what all explain with limits, how many rated it, and how well it does (0 to 1)."""

    key: str
    share: float | None
    lower: float | None
    upper: float | None
    n: int
    mean: float | None
    performance: float | None
    direction: int
    place: str
    is_clear: bool


class DriversAnswer(Asked):
    """What goes with the score, the most important first. They are associations, not effects."""

    survey: int | None
    n: int
    drivers: list[DriverOut]
    r2: float | None
    confidence: float | None
    warnings: list[str]
    reason: str = Field(description="Why there are none: a code, or empty.")


@router.get("/metrics/segments", response=SegmentsAnswer, summary="Ask for the score of segments", tags=["metrics"])
@endpoint("metrics:read")
def segments_metric(request: KeyRequest, question: Query[QuestionIn]) -> SegmentsAnswer:
    """Return the score of every segment of `by`; without it, of what is usual for the workspace."""
    found = read(request, question)
    query = found.query.asking(by=found.query.by or usual_dimension(found.question.choices))
    asked: dict[str, Any] = {"query": query.to_params(), "hidden": found.hidden}
    if found.hidden:
        return SegmentsAnswer(**asked, segments=[], smaller=0, reason="")
    try:
        parts = segments(query, among=found.surveys)
    except TooManyValuesError:
        return SegmentsAnswer(**asked, segments=[], smaller=0, reason=TOO_MANY_VALUES)
    shown = [
        SegmentOut(
            **figure_fields(each),
            key=each.key,
            name=each.name,
            query=each.query.to_params(),
            difference=difference_out(each.difference),
        )
        for each in parts
    ]
    return SegmentsAnswer(**asked, segments=shown, smaller=parts.smaller, reason="")


@router.get("/metrics/pivot", response=PivotAnswer, summary="Ask for the score by rows and columns", tags=["metrics"])
@endpoint("metrics:read")
def pivot_metric(request: KeyRequest, question: Query[PivotIn]) -> PivotAnswer:
    """Return the score of each pair of a segment and a step of time, or of two segments."""
    found = read(request, question)
    query = found.query.asking(by=found.query.by or usual_dimension(found.question.choices), bucket="")
    cut, problems = PivotQuery.read(found.params, query)
    refuse(problems)
    if not cut.has_times:
        refuse_unknown(found, query.asking(by=cut.columns))
    asked: dict[str, Any] = {"query": cut.to_params(), "hidden": found.hidden}
    empty: dict[str, Any] = {"rows": [], "columns": [], "cells": [], "total": None, "more_rows": 0, "more_columns": 0}
    if found.hidden or found.question.families.is_anonymous(query):
        return PivotAnswer(**asked, **empty, reason="" if found.hidden else ANONYMOUS)
    try:
        table = pivot(cut, among=found.surveys)
    except TooManyValuesError:
        return PivotAnswer(**asked, **empty, reason=TOO_MANY_VALUES)
    if table is None:
        return PivotAnswer(**asked, **empty, reason="")
    return PivotAnswer(
        **asked,
        rows=[_part(each) for each in table.rows],
        columns=[_part(each) for each in table.columns],
        cells=[[figure_out(cell) for cell in line] for line in table.cells],
        total=figure_out(table.total),
        more_rows=table.more_rows,
        more_columns=table.more_columns,
        reason="",
    )


@router.get("/metrics/cohorts", response=CohortsAnswer, summary="Ask for the score of cohorts", tags=["metrics"])
@endpoint("metrics:read")
def cohorts_metric(request: KeyRequest, question: Query[QuestionIn]) -> CohortsAnswer:
    """Return the score of people by the quarter in which they first answered, quarter after quarter since then."""
    found = read(request, question, period=ALL_TIME)
    query = found.query.asking(by="", bucket="")
    is_anonymous = found.question.families.is_anonymous(query)
    told = None if found.hidden or is_anonymous else cohorts(query, among=found.surveys)
    reason = ANONYMOUS if is_anonymous and not found.hidden else ""
    if told is None:
        return CohortsAnswer(**found.asked, cohorts=[], unknown=0, reason=reason)
    shown = [
        CohortOut(
            quarter=quarter_as_text(each.quarter),
            total=figure_out(each.total),
            quarters=[figure_out(cell) for cell in each.cells],
        )
        for each in told.cohorts
    ]
    return CohortsAnswer(**found.asked, cohorts=shown, unknown=told.unknown, reason="")


@router.get("/metrics/drivers", response=DriversAnswer, summary="Ask what goes with the score", tags=["metrics"])
@endpoint("metrics:read")
def drivers_metric(request: KeyRequest, question: Query[DriversIn]) -> DriversAnswer:
    """Return which ratings, properties or themes go with the score, and how strongly."""
    found = read(request, question)
    asked, problems = DriverQuery.read(found.params, found.query.asking(by="", bucket=""))
    refuse(problems)
    if found.question.families.is_anonymous(asked):
        # What an anonymous person is, beside what they said, could tell who it is.
        asked = asked.asking(also="")
    told = None if found.hidden else drivers(asked, among=found.surveys)
    every = told.found if told and not told.reason else None
    names = tuple(DriverOut.model_fields)
    return DriversAnswer(
        query=asked.to_params(),
        hidden=found.hidden,
        survey=told.survey_id if told else None,
        n=told.n if told else 0,
        drivers=[
            DriverOut(**{name: getattr(each, name) for name in names}) for each in (every.drivers if every else ())
        ],
        r2=every.r2 if every else None,
        confidence=every.confidence if every else None,
        warnings=list(every.warnings) if every else [],
        reason=told.reason if told else "",
    )


def _part(part: Part) -> PartOut:
    return PartOut(key=part.key, name=part.name, since=part.since, until=part.until, total=figure_out(part.total))
