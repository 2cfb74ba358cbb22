"""Other systems read answers."""

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404
from ninja import Query

from kuule.lib.places import Place
from kuule.responses.api.router import router
from kuule.responses.api.schemas import ResponseOut, ResponsePage
from kuule.responses.models import Response
from kuule.responses.selectors.told import answer_told, answers_told
from kuule.surveys.question_types import text
from kuule.workspaces.auth import KeyRequest, Reader
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.lists import Cursor, Limit, moment_asked, page_of, place_asked
from kuule.workspaces.rules import PERSONAL

_HIGHEST = 10**18


@router.get("/responses", response=ResponsePage, summary="List answers")
@endpoint("responses:read")
def list_responses(
    request: KeyRequest,
    survey: Annotated[int | None, Query(ge=1, lt=_HIGHEST, description="Id of a survey.")] = None,
    since: Annotated[datetime | None, Query(description="Answered since then.")] = None,
    updated_since: Annotated[
        datetime | None, Query(description="Given or changed since then; in this order, the oldest first.")
    ] = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> ResponsePage:
    """Return answers that count, to surveys that are not anonymous: the newest first."""
    updated = moment_asked(request, updated_since, field="updated_since")
    rows = answers_told(
        request.workspace,
        survey_id=survey,
        since=moment_asked(request, since, field="since"),
        updated_since=updated,
        after=place_asked(request, cursor),
        limit=limit + 1,
    )
    page, more = page_of(
        request, rows, limit=limit, place=lambda each: Place(updated_at(each) if updated else each.answered_at, each.pk)
    )
    return ResponsePage(responses=[response_out(request, each) for each in page], next_cursor=more)


@router.get("/responses/{int:response_id}", response=ResponseOut, summary="See an answer")
@endpoint("responses:read")
def one_response(request: KeyRequest, response_id: int) -> ResponseOut:
    """Return one answer."""
    return response_out(request, response_asked(request, response_id))


def response_asked(request: KeyRequest, response_id: int, *, is_held: bool = False) -> Response:
    """Return the answer with this id, held until the transaction ends if so asked, or answer that there is none."""
    known = response_id < _HIGHEST
    found = answer_told(request.workspace, response_id=response_id, is_held=is_held) if known else None
    if found is None:
        raise Http404
    return found


def response_out(reader: Reader, row: Response) -> ResponseOut:
    """Return an answer as this program may see it."""
    is_seen = reader.may(PERSONAL)
    plain = ("id", "uid", "external_id", "score", "scale", "language", "channel", "answered_at")
    return ResponseOut(
        **{name: getattr(row, name) for name in plain},
        survey=row.survey_id,
        contact=row.contact_id,
        account=row.account_id,
        comment=row.verbatim if is_seen else None,
        answers=row.answers if is_seen else _without_words(row),
        properties=row.properties if is_seen else None,
        updated_at=updated_at(row),
    )


def updated_at(row: Response) -> datetime:
    """Return when an answer was given or changed last."""
    return row.changed_at or row.answered_at


def _without_words(row: Response) -> dict[str, Any]:
    free = {each["key"] for each in row.version.questions if each["type"] == text.KEY}
    return {key: value for key, value in row.answers.items() if key not in free}
