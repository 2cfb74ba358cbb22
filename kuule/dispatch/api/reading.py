"""Other systems read what happened, and what was decided about it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from ninja import Query, Router

from kuule.dispatch.api.faults import SLUG
from kuule.dispatch.api.schemas import DecisionOut, OccurrenceOut, OccurrencePage, OccurrenceWithDecisions
from kuule.dispatch.models import AskDecision, Occurrence
from kuule.dispatch.selectors.occurrences import decisions_on, occurrence_by_uid, occurrences_told
from kuule.dispatch.templatetags.dispatch import hold_reason
from kuule.lib.places import Place
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.lists import Cursor, Limit, moment_asked, page_of, place_asked
from kuule.workspaces.models import Workspace

router = Router()


@router.get("/occurrences", response=OccurrencePage, summary="List what happened", tags=["occurrences"])
@endpoint("occurrences:read")
def list_occurrences(
    request: KeyRequest,
    touchpoint: Annotated[str, Query(max_length=60, pattern=SLUG)] = "",
    since: datetime | None = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> OccurrencePage:
    """Return occurrences, those told last first: told since a moment, from where a page ended."""
    found = occurrences_told(
        request.workspace,
        touchpoint=touchpoint,
        since=moment_asked(request, since, field="since"),
        after=place_asked(request, cursor),
        limit=limit + 1,
    )
    page, more = page_of(request, found, limit=limit, place=lambda each: Place(each.received_at, each.pk))
    return OccurrencePage(occurrences=[OccurrenceOut(**_shown(each)) for each in page], next_cursor=more)


@router.get(
    "/occurrences/{uuid:uid}",
    response=OccurrenceWithDecisions,
    summary="See what was decided about an occurrence",
    tags=["occurrences"],
)
@endpoint("occurrences:read")
def one_occurrence(request: KeyRequest, uid: UUID) -> OccurrenceWithDecisions:
    """Return one occurrence, and every decision about asking the person."""
    found = occurrence_by_uid(request.workspace, uid=uid)
    if found is None:
        raise Http404
    decisions = [_decision(each, request.workspace) for each in decisions_on(found)]
    return OccurrenceWithDecisions(**_shown(found), decisions=decisions)


def _shown(each: Occurrence) -> dict[str, Any]:
    return {
        "uid": each.uid,
        "id": each.external_id,
        "touchpoint": each.touchpoint.key,
        "reason": hold_reason(each.rule, each.workspace) if each.rule else "",
        "contact": each.contact_id,
        "account": each.account_id,
        **{
            name: getattr(each, name)
            for name in (
                "happened_at",
                "received_at",
                "state",
                "rule",
                "decided_at",
                "due_at",
                "expires_at",
                "properties",
            )
        },
    }


def _decision(each: AskDecision, workspace: Workspace) -> DecisionOut:
    return DecisionOut(
        decided_at=each.decided_at,
        verdict=each.verdict,
        rule=each.rule,
        reason=hold_reason(each.rule, workspace) if each.rule else "",
        until=each.until,
        channel=each.channel,
    )
