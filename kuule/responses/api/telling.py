"""Other systems tell of answers, and amend them."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from ninja import Status

from kuule.contacts.rules.faults import Fault
from kuule.responses.api.faults import error_of
from kuule.responses.api.reading import response_asked, response_out
from kuule.responses.api.router import router
from kuule.responses.api.schemas import ResponseChange, ResponseOut, ResponsesAnswer, body_of_many
from kuule.responses.models import Response
from kuule.responses.services.intake import AnswerTold, read_answer, read_given
from kuule.responses.services.telling import CREATED, REFUSED, REPEATED, KeptAnswer, amend_answer, record_answers
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types import text
from kuule.surveys.selectors import published_version, survey_of
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.bodies import items_in, object_of
from kuule.workspaces.endpoints.bulk import told_items
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.faults import not_valid
from kuule.workspaces.endpoints.versions import require_match


@router.post(
    "/responses",
    response={200: ResponsesAnswer, 207: ResponsesAnswer},
    summary="Tell of answers",
    openapi_extra=body_of_many(),
)
@endpoint("responses:write")
def tell_responses(request: KeyRequest) -> Status[ResponsesAnswer]:
    """Keep up to 10,000 answers to one survey that were given elsewhere; each counts on every page.

    200 if all were kept, 207 if some were refused, 422 if nothing was.
    """
    now, zone = timezone.now(), ZoneInfo(request.workspace.timezone)
    told = object_of(request, fields=("survey", "responses"))
    raw = items_in(told, "responses")
    version = _version(request, told["survey"])
    read = [read_answer(each, version=version, zone=zone, now=now) for each in raw]
    good = [each for each in read if isinstance(each, AnswerTold)]
    kept = iter(record_answers(version=version, items=good, actor=request.actor, now=now))
    outcomes = [next(kept) if isinstance(each, AnswerTold) else KeptAnswer(REFUSED, faults=each) for each in read]
    status, items, counts = told_items("responses", raw, outcomes, error_of=error_of)
    by_kind = {kind: counts[kind] for kind in (CREATED, REPEATED, REFUSED)}
    return Status(status, ResponsesAnswer(**by_kind, responses=items))


@router.patch("/responses/{int:response_id}", response=ResponseOut, summary="Amend an answer")
@endpoint("responses:write")
def amend_response(request: KeyRequest, response_id: int, change: ResponseChange) -> ResponseOut:
    """Give an answer another score, comment or other answers. What it was stays on record."""
    with transaction.atomic():
        response = response_asked(request, response_id, is_held=True)
        require_match(request, response_out(request, response))
        amend_answer(
            response=response,
            values=_values(response, change),
            reason=text.cleaned(change.reason),
            actor=request.actor,
            now=timezone.now(),
        )
    return response_out(request, response_asked(request, response_id))


def _values(response: Response, change: ResponseChange) -> Mapping[str, Any]:
    score = response.score if change.score is None else change.score
    comment = response.verbatim if change.comment is None else text.cleaned(change.comment)
    given = {} if change.answers is None else change.answers
    answers = read_given(response.version, score=score, comment=comment, answers=given)
    if isinstance(answers, list):
        raise not_valid([error_of(each) for each in answers])
    kept = response.answers if change.answers is None else answers
    return {"score": score, "verbatim": comment, "answers": kept}


def _version(request: KeyRequest, survey_id: Any) -> SurveyVersion:
    is_possible = isinstance(survey_id, int) and not isinstance(survey_id, bool) and 0 < survey_id < 10**18
    survey = survey_of(request.workspace, survey_id=survey_id) if is_possible else None
    version = published_version(request.workspace, survey=survey) if survey and not survey.is_anonymous else None
    if version is None:
        raise not_valid([error_of(Fault("survey", "unknown_survey"))])
    return version
