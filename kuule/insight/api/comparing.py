"""Two times or two segments side by side."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from kuule.insight.answers import Comparison, comparison, segments
from kuule.insight.answers.segments import with_choice
from kuule.insight.api.asking import LONGEST, Asked, QuestionIn, Read, read, refuse, refuse_unknown
from kuule.insight.api.figures import FigureOut, figure_out
from kuule.insight.api.router import router
from kuule.insight.query import SEGMENTS, Contrast, ContrastedQuery, NothingToCompare, all_segments
from kuule.insight.query import Query as Asking
from kuule.insight.rules.crowds import TooManyValuesError
from kuule.insight.selectors.choices import usual_dimension
from kuule.insight.templatetags.insight import time_words
from kuule.insight.templatetags.verdicts import before_words, verdict_of
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint


class ComparisonIn(QuestionIn):
    """Which answers are meant, and with which they are compared."""

    against: str = Field("", max_length=20, description="before, year, days or segments.")
    other_since: str = Field("", max_length=LONGEST, description="First of the other days.")
    other_until: str = Field("", max_length=LONGEST, description="Last of the other days.")
    segment: str = Field("", max_length=LONGEST, description="A segment of `by`, by its key.")
    other: str = Field("", max_length=LONGEST, description="Another segment, or `*`: all others.")


class VerdictOut(Schema):
    """A comparison in words, in the language that the request asks for."""

    direction: str = Field(description="up, down or steady; empty where a side is empty.")
    headline: str
    detail: str


class ComparisonOut(Schema):
    """How much higher `one` scores than `other`, in points; null where a side is empty."""

    one: FigureOut
    other: FigureOut
    one_query: dict[str, str]
    other_query: dict[str, str]
    value: float | None
    lower: float | None
    upper: float | None
    p_value: float | None
    chance_higher: float | None
    both: int | None = Field(description="How many people answered on both sides.")
    method: str
    confidence: float
    warnings: list[str]
    verdict: VerdictOut


class ComparisonAnswer(Asked):
    """A comparison; null where it is hidden or where `reason` says why there is nothing to compare."""

    reason: str
    comparison: ComparisonOut | None


@router.get("/metrics/comparison", response=ComparisonAnswer, summary="Ask whether it is a change", tags=["metrics"])
@endpoint("metrics:read")
def comparison_metric(request: KeyRequest, question: Query[ComparisonIn]) -> ComparisonAnswer:
    """Compare the time of the query with another, or two segments of it."""
    found = read(request, question)
    query = found.query.asking(by=found.query.by or usual_dimension(found.question.choices), bucket="")
    contrast, problems = Contrast.from_params(found.params, query)
    refuse(problems)
    for named in contrast.named_segments(query):
        refuse_unknown(found, named)
    asked: dict[str, Any] = {"query": ContrastedQuery.of(query, contrast).to_params(), "hidden": found.hidden}
    if found.hidden:
        return ComparisonAnswer(**asked, reason="", comparison=None)
    try:
        sides = _chosen(found, query, contrast).sides(query, now=timezone.now())
    except NothingToCompare as nothing:
        return ComparisonAnswer(**asked, reason=nothing.code, comparison=None)
    except TooManyValuesError:
        return ComparisonAnswer(**asked, reason="too_many_values", comparison=None)
    return ComparisonAnswer(**asked, reason="", comparison=_compared(sides, contrast))


def _chosen(found: Read, query: Asking, contrast: Contrast) -> Contrast:
    if contrast.against != SEGMENTS:
        return contrast
    return with_choice(contrast, segments(all_segments(query, query.by), among=found.surveys))


def _compared(sides: tuple[Asking, Asking], contrast: Contrast) -> ComparisonOut:
    one, other = (side.asking(by="") for side in sides)
    found = comparison(one, other)
    return ComparisonOut(
        one=figure_out(found.one),
        other=figure_out(found.other),
        one_query=one.to_params(),
        other_query=other.to_params(),
        chance_higher=found.chance_higher if found.direction else None,
        verdict=_verdict(found, one, other, contrast),
        warnings=list(found.warnings),
        **{
            name: getattr(found, name)
            for name in ("value", "lower", "upper", "p_value", "both", "method", "confidence")
        },
    )


def _verdict(found: Comparison, one: Asking, other: Asking, contrast: Contrast) -> VerdictOut:
    if contrast.against == SEGMENTS:
        beside = _("all others") if other.rest_of else _("the other segment")
    else:
        beside = before_words(one, other, contrast.against) or time_words(other)
    said = verdict_of(found, against=contrast.against, other=beside)
    return VerdictOut(direction=said.direction, headline=said.headline, detail=said.detail)
