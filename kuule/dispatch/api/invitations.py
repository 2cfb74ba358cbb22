"""Other systems have people asked, read who was asked and why others were not, and call asks off."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field, ValidationError

from kuule.contacts.rules.faults import Fault
from kuule.contacts.rules.wishes import EMAIL, SMS
from kuule.contacts.services.intake import AccountTold, PersonTold, Properties, Strict, faults_of, row_of
from kuule.dispatch.api.faults import error_of
from kuule.dispatch.api.reading import router
from kuule.dispatch.models import Invitation
from kuule.dispatch.rules.occurrences import REFUSED
from kuule.dispatch.selectors.invitations import invitation_told, invitations_told
from kuule.dispatch.services.invites import HELD, INVITED_NOW, AskIn, Invited, cancel_invitation, invite_people
from kuule.dispatch.templatetags.dispatch import hold_reason
from kuule.lib.places import Place
from kuule.lib.problems import ProblemError
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.selectors import published_version, survey_of
from kuule.workspaces.auth import KeyRequest, Reader
from kuule.workspaces.endpoints.bodies import MOST_AT_ONCE, items_in, object_of
from kuule.workspaces.endpoints.bulk import told_items
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.faults import not_valid
from kuule.workspaces.endpoints.lists import Cursor, Limit, moment_asked, page_of, place_asked
from kuule.workspaces.endpoints.schemas import ToldItem
from kuule.workspaces.rules import PERSONAL, Refused

_HIGHEST = 10**18
_Id = Annotated[int | None, Query(ge=1, lt=_HIGHEST)]


class AskTold(Strict):
    """Somebody who is to be asked now."""

    person: PersonTold
    account: AccountTold = Field(default_factory=AccountTold)
    properties: Properties = Field(default_factory=dict, description="What the answer is to keep, by key.")


class InvitationOut(Schema):
    """The decision about one person: `invited`, or `held_back` by a rule; `reason` says it in words.

    Properties are null without the scope `personal`.
    """

    id: int
    survey: int
    contact: int | None
    decision: str
    rule: str
    reason: str
    decided_at: datetime
    channel: str
    state: str
    asked_at: datetime | None
    expires_at: datetime | None
    answered_at: datetime | None
    properties: dict[str, Any] | None


class InvitationPage(Schema):
    """Some decisions, the last first, and where the next begin; null at the end."""

    invitations: list[InvitationOut]
    next_cursor: str | None


class InvitationTold(ToldItem):
    """What became of one: `invited`, `held_back` or `refused`, and the decision itself."""

    invitation: InvitationOut | None


class InvitationsAnswer(Schema):
    """What became of those who were to be asked: how many of each, and each in the order of the request."""

    invited: int
    held_back: int
    refused: int
    invitations: list[InvitationTold]


def _body() -> dict[str, Any]:
    item = AskTold.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = item.pop("$defs", {})
    item["properties"] |= {name: {**parts[f"{name.capitalize()}Told"], "title": name} for name in ("person", "account")}
    properties = {
        "survey": {"type": "integer", "description": "Id of a survey that is published and not anonymous."},
        "channels": {"type": "array", "minItems": 1, "items": {"enum": [EMAIL, SMS]}},
        "invitations": {"type": "array", "items": item, "minItems": 1, "maxItems": MOST_AT_ONCE},
    }
    body = {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": body}}}}


@router.post(
    "/invitations",
    response={200: InvitationsAnswer, 207: InvitationsAnswer},
    summary="Ask people",
    tags=["invitations"],
    openapi_extra=_body(),
)
@endpoint("invitations:write")
def tell_invitations(request: KeyRequest) -> Status[InvitationsAnswer]:
    """Ask up to 10,000 people now. Limits, holds and stops decide as always: who is held back is told with the reason.

    200 if all could be decided about, 207 if some were refused, 422 if nothing was kept.
    """
    told = object_of(request, fields=("survey", "channels", "invitations"))
    raw = items_in(told, "invitations")
    version, channels = _version(request, told["survey"]), _channels(told["channels"])
    read = [_read(each) for each in raw]
    asks = [each for each in read if isinstance(each, AskIn)]
    try:
        made = iter(
            invite_people(version=version, asks=asks, channels=channels, actor=request.actor, now=timezone.now())
        )
    except Refused as refused:
        detail = _("This workspace may not ask people yet: the page of the programme says what is missing.")
        raise ProblemError(HTTPStatus.CONFLICT, "not-yet", detail) from refused
    outcomes = [next(made) if isinstance(each, AskIn) else Invited(REFUSED, faults=each) for each in read]
    status, items, counts = told_items("invitations", raw, outcomes, error_of=error_of)
    shown = [
        InvitationTold(
            **item.model_dump(), invitation=invitation_out(request, each.invitation) if each.invitation else None
        )
        for item, each in zip(items, outcomes, strict=True)
    ]
    return Status(
        status,
        InvitationsAnswer(
            invited=counts[INVITED_NOW], held_back=counts[HELD], refused=counts[REFUSED], invitations=shown
        ),
    )


@router.get("/invitations", response=InvitationPage, summary="List who was asked", tags=["invitations"])
@endpoint("invitations:read")
def list_invitations(
    request: KeyRequest,
    survey: _Id = None,
    contact: _Id = None,
    since: datetime | None = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> InvitationPage:
    """Return who was asked and who was held back, the last decision first."""
    found = invitations_told(
        request.workspace,
        survey_id=survey,
        contact_id=contact,
        since=moment_asked(request, since, field="since"),
        after=place_asked(request, cursor),
        limit=limit + 1,
    )
    page, more = page_of(request, found, limit=limit, place=lambda each: Place(None, each.pk))
    return InvitationPage(invitations=[invitation_out(request, each) for each in page], next_cursor=more)


@router.get(
    "/invitations/{int:invitation_id}",
    response=InvitationOut,
    summary="See why somebody was asked",
    tags=["invitations"],
)
@endpoint("invitations:read")
def one_invitation(request: KeyRequest, invitation_id: int) -> InvitationOut:
    """Return one decision: whether somebody was asked, why not, and what became of it."""
    return invitation_out(request, _asked(request, invitation_id))


@router.delete(
    "/invitations/{int:invitation_id}", response=InvitationOut, summary="Call an ask off", tags=["invitations"]
)
@endpoint("invitations:write")
def call_off_invitation(request: KeyRequest, invitation_id: int) -> InvitationOut:
    """Call off an ask that did not go out yet; 409 for one that did."""
    try:
        cancel_invitation(invitation=_asked(request, invitation_id), actor=request.actor, now=timezone.now())
    except Refused as refused:
        detail = _("This message is on its way already. Nothing can call it back.")
        raise ProblemError(HTTPStatus.CONFLICT, "already-sent", detail) from refused
    return invitation_out(request, _asked(request, invitation_id))


def _asked(request: KeyRequest, invitation_id: int) -> Invitation:
    known = invitation_id < _HIGHEST
    found = invitation_told(request.workspace, invitation_id=invitation_id) if known else None
    if found is None:
        raise Http404
    return found


def invitation_out(reader: Reader, each: Invitation) -> InvitationOut:
    """Return the decision about one person, as this program may see it."""
    messages = sorted(each.deliveries.all(), key=lambda message: message.pk)
    last = messages[-1] if messages else None
    plain = ("id", "decision", "decided_at", "asked_at", "expires_at", "answered_at")
    return InvitationOut(
        **{name: getattr(each, name) for name in plain},
        survey=each.version.survey_id,
        contact=each.contact_id,
        rule=each.reason,
        reason=hold_reason(each.reason, each.workspace) if each.reason else "",
        channel=last.channel if last else "",
        state=last.state if last else "",
        properties=each.properties if reader.may(PERSONAL) else None,
    )


def _read(raw: Any) -> AskIn | list[Fault]:
    try:
        told = AskTold.model_validate(raw)
    except ValidationError as error:
        return faults_of(error)
    return AskIn(row_of(told.person, told.account), told.properties)


def _channels(told: Any) -> list[str]:
    if not isinstance(told, list) or not told or any(each not in (EMAIL, SMS) for each in told):
        raise not_valid([error_of(Fault("channels", "unknown_channel"))])
    return told


def _version(request: KeyRequest, survey_id: Any) -> SurveyVersion:
    is_possible = isinstance(survey_id, int) and not isinstance(survey_id, bool) and 0 < survey_id < _HIGHEST
    survey = survey_of(request.workspace, survey_id=survey_id) if is_possible else None
    is_open = survey is not None and survey.state == PUBLISHED and not survey.is_anonymous
    version = published_version(request.workspace, survey=survey) if survey and is_open else None
    if version is None:
        raise not_valid([error_of(Fault("survey", "unknown_survey"))])
    return version
