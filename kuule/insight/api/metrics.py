"""The score, whole and over time, and which metrics there are."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from kuule.insight.answers import Point, answer, rolling, trend
from kuule.insight.api.asking import Asked, QuestionIn, read, refuse
from kuule.insight.api.figures import Cut, FigureOut, figure_fields
from kuule.insight.api.router import router
from kuule.insight.query import TrendQuery
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint


class MetricOut(Schema):
    """A metric: its name in the address, and what it tells."""

    name: str
    address: str
    tells: str


class MetricList(Schema):
    """Every metric."""

    metrics: list[MetricOut]


class PopulationOut(Schema):
    """What the score of everybody would be, if silence has nothing to do with the answer."""

    people: int
    answered: int
    value: float
    lower: float
    upper: float
    method: str
    warnings: list[str]


class ScoreOut(FigureOut):
    """The score, how many gave each score from 0 to 10, and what it says of everybody."""

    histogram: list[int]
    population: PopulationOut | None


class TrendIn(QuestionIn):
    """Which answers are meant, and over how many days each point reaches."""

    window: str = Field("", max_length=4, description="Days of a rolling window: 30, 90 or 365.")


class ScoreAnswer(Asked):
    """The score of the answers that were asked for; null where it is hidden."""

    score: ScoreOut | None


class PointOut(FigureOut, Cut):
    """The score of one stretch of time, from its beginning up to its end."""

    since: datetime
    until: datetime


class TrendAnswer(Asked):
    """The score over time."""

    points: list[PointOut]


@router.get("/metrics", response=MetricList, summary="List the metrics", tags=["metrics"])
@endpoint("metrics:read")
def list_metrics(request: KeyRequest) -> MetricList:
    """Return every metric. All take the query of a page: what stands in its address after the question mark."""
    told = {
        "score": _("The score with its interval, its shares and how many gave each score."),
        "trend": _("The score over time, by steps (`bucket`) or as a rolling window (`window` days)."),
        "segments": _("The score of every segment (`by`), each against all others."),
        "comparison": _("Two times or two segments (`against`), and whether chance alone could make the difference."),
        "pivot": _("The score by rows (`by`) and `columns`."),
        "cohorts": _("The score of people by the quarter in which they first answered."),
        "drivers": _("What goes with the score, and how strongly."),
        "themes": _("What comments speak of, and what goes with it in the score."),
    }
    base = request.path.removesuffix("/")
    return MetricList(
        metrics=[MetricOut(name=name, address=f"{base}/{name}", tells=tells) for name, tells in told.items()]
    )


@router.get("/metrics/score", response=ScoreAnswer, summary="Ask for the score", tags=["metrics"])
@endpoint("metrics:read")
def score_metric(request: KeyRequest, question: Query[QuestionIn]) -> ScoreAnswer:
    """Return the Net Promoter Score of the answers that the query means."""
    found = read(request, question)
    if found.hidden:
        return ScoreAnswer(**found.asked, score=None)
    score = answer(found.query, among=found.surveys)
    population = None
    if score.population is not None:
        population = PopulationOut(**{**asdict(score.population), "warnings": list(score.population.warnings)})
    out = ScoreOut(**figure_fields(score), histogram=list(score.histogram), population=population)
    return ScoreAnswer(**found.asked, score=out)


@router.get("/metrics/trend", response=TrendAnswer, summary="Ask for the score over time", tags=["metrics"])
@endpoint("metrics:read")
def trend_metric(request: KeyRequest, question: Query[TrendIn]) -> TrendAnswer:
    """Return the score of each step of the time asked for, or of the so many days up to each day of it."""
    found = read(request, question)
    asked, problems = TrendQuery.read(found.params, found.query)
    refuse(problems)
    if found.hidden:
        points: Sequence[Point] = []
    else:
        points = rolling(found.query, days=asked.window) if asked.window else trend(found.query)
    return TrendAnswer(**found.asked, points=[_point(each) for each in points])


def _point(point: Point) -> PointOut:
    return PointOut(**figure_fields(point), since=point.since, until=point.until, query=point.query.to_params())
