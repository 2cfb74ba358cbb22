"""Other systems read what happened, and what was decided about it."""

from datetime import UTC, datetime
from typing import Annotated, Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from ninja import Query, Router

from kuule.dispatch.api.faults import SLUG, not_valid
from kuule.dispatch.api.schemas import (
    DecisionOut,
    OccurrenceOut,
    OccurrencePage,
    OccurrenceWithDecisions,
    Problem,
)
from kuule.dispatch.models import AskDecision, Occurrence
from kuule.dispatch.rules.occurrences import Fault
from kuule.dispatch.selectors.occurrences import Place, decisions_on, occurrence_by_uid, occurrences_told
from kuule.dispatch.templatetags.dispatch import hold_reason
from kuule.lib.cursors import cursor_of, parts_of
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.models import Workspace

router = Router(tags=["occurrences"])

MOST_ON_A_PAGE = 1_000


@router.get("/occurrences", response={200: OccurrencePage, 401: Problem, 422: Problem}, summary="List what happened")
def list_occurrences(
    request: HttpRequest,
    touchpoint: Annotated[str, Query(max_length=60, pattern=SLUG)] = "",
    since: datetime | None = None,
    cursor: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)] = 100,
) -> OccurrencePage:
    """Return occurrences, those told last first: told since a moment, from where a page ended."""
    workspace = cast("KeyRequest", request).auth.workspace
    found = occurrences_told(
        workspace,
        touchpoint=touchpoint,
        since=_since(since, workspace),
        after=_place(cursor) if cursor else None,
        limit=limit + 1,
    )
    page = found[:limit]
    more = cursor_of(page[-1].received_at.isoformat(), page[-1].pk) if len(found) > limit else None
    return OccurrencePage(occurrences=[OccurrenceOut(**_shown(each)) for each in page], next_cursor=more)


def _since(since: datetime | None, workspace: Workspace) -> datetime | None:
    if since is None:
        return None
    try:
        aware = since if since.tzinfo else since.replace(tzinfo=ZoneInfo(workspace.timezone))
        return aware.astimezone(UTC)
    except OverflowError as error:
        raise not_valid([Fault("since", "long_ago")]) from error


def _place(cursor: str) -> Place:
    parts = parts_of(cursor)
    try:
        moment, number = parts or ()
        return Place(datetime.fromisoformat(moment).astimezone(UTC), int(number[:18]))
    except (ValueError, OverflowError) as error:
        raise not_valid([Fault("cursor", "bad_cursor")]) from error


@router.get(
    "/occurrences/{uuid:uid}",
    response={200: OccurrenceWithDecisions, 401: Problem, 404: Problem},
    summary="See what was decided about an occurrence",
)
def one_occurrence(request: HttpRequest, uid: UUID) -> OccurrenceWithDecisions:
    """Return one occurrence, and every decision about asking the person."""
    workspace = cast("KeyRequest", request).auth.workspace
    found = occurrence_by_uid(workspace, uid=uid)
    if found is None:
        raise Http404
    decisions = [_decision(each, workspace) for each in decisions_on(found)]
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
