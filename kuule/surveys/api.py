"""Surveys with their questions, and touchpoints, by API."""

from datetime import datetime
from typing import Any

from django.http import Http404
from ninja import Router, Schema

from kuule.surveys.models import Survey, Touchpoint
from kuule.surveys.selectors import published_version, survey_of, surveys_of
from kuule.surveys.selectors.journey import touchpoint_of, touchpoints_of
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint

router = Router()

_HIGHEST = 10**18
# What a question may have, where it has none of it.
_ABSENT: dict[str, Any] = {"optional": False, "texts": {}, "options": []}


class SurveyOut(Schema):
    """A survey: its family, whom it asks, and whether it is published."""

    id: int
    name: str
    family: str
    state: str
    measures: str
    is_anonymous: bool
    created_at: datetime


class SurveyList(Schema):
    """Every survey that is not archived, the newest first."""

    surveys: list[SurveyOut]


class QuestionOut(Schema):
    """A question: texts by part and language, and its options where it has some."""

    key: str
    type: str
    optional: bool
    texts: dict[str, dict[str, str]]
    options: list[dict[str, Any]]


class SurveyWithQuestions(SurveyOut):
    """A survey with what people are asked now; without a version while it was never published."""

    version: int | None
    languages: list[str]
    questions: list[QuestionOut]


class TouchpointOut(Schema):
    """A moment at which customers are in touch with the company, and how people are asked about it."""

    id: int
    key: str
    name: str
    stage: str
    survey: int | None
    is_on: bool
    delay_minutes: int
    share: int
    daily_cap: int | None
    expires_days: int


class TouchpointList(Schema):
    """Every touchpoint that is not archived, in the order of the journey."""

    touchpoints: list[TouchpointOut]


@router.get("/surveys", response=SurveyList, summary="List surveys", tags=["surveys"])
@endpoint("surveys:read")
def list_surveys(request: KeyRequest) -> SurveyList:
    """Return the surveys of the workspace."""
    return SurveyList(surveys=[SurveyOut(**_survey(each)) for each in surveys_of(request.workspace)])


@router.get("/surveys/{int:survey_id}", response=SurveyWithQuestions, summary="See a survey", tags=["surveys"])
@endpoint("surveys:read")
def one_survey(request: KeyRequest, survey_id: int) -> SurveyWithQuestions:
    """Return one survey with the questions that people are asked now."""
    survey = survey_of(request.workspace, survey_id=survey_id) if survey_id < _HIGHEST else None
    if survey is None:
        raise Http404
    version = published_version(request.workspace, survey=survey)
    questions = [QuestionOut(**{**_ABSENT, **each}) for each in version.questions] if version else []
    return SurveyWithQuestions(
        **_survey(survey),
        version=version.number if version else None,
        languages=list(version.languages) if version else [],
        questions=questions,
    )


@router.get("/touchpoints", response=TouchpointList, summary="List touchpoints", tags=["touchpoints"])
@endpoint("surveys:read")
def list_touchpoints(request: KeyRequest) -> TouchpointList:
    """Return the touchpoints of the journey."""
    return TouchpointList(touchpoints=[_touchpoint(each) for each in touchpoints_of(request.workspace)])


@router.get(
    "/touchpoints/{int:touchpoint_id}", response=TouchpointOut, summary="See a touchpoint", tags=["touchpoints"]
)
@endpoint("surveys:read")
def one_touchpoint(request: KeyRequest, touchpoint_id: int) -> TouchpointOut:
    """Return one touchpoint."""
    found = touchpoint_of(request.workspace, touchpoint_id=touchpoint_id) if touchpoint_id < _HIGHEST else None
    if found is None:
        raise Http404
    return _touchpoint(found)


def _survey(survey: Survey) -> dict[str, Any]:
    return {name: getattr(survey, name) for name in SurveyOut.model_fields}


def _touchpoint(touchpoint: Touchpoint) -> TouchpointOut:
    own = [name for name in TouchpointOut.model_fields if name not in ("stage", "survey")]
    return TouchpointOut(
        **{name: getattr(touchpoint, name) for name in own},
        stage=touchpoint.stage.name,
        survey=touchpoint.survey_id,
    )
