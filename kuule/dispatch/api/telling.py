"""Other systems tell what happened."""

import re
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from ninja import Status

from kuule.contacts.rules.faults import Fault
from kuule.dispatch.api.faults import SLUG, error_of
from kuule.dispatch.api.reading import router
from kuule.dispatch.api.schemas import ToldAnswer, request_schema
from kuule.dispatch.rules.occurrences import API, CREATED, REFUSED, REPEATED, Recorded, Told
from kuule.dispatch.selectors.occurrences import touchpoint_by_key
from kuule.dispatch.services.intake import read_told
from kuule.dispatch.services.occurrences import record_occurrences
from kuule.surveys.models import Touchpoint
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.bodies import items_in, object_of
from kuule.workspaces.endpoints.bulk import told_items
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.faults import not_valid
from kuule.workspaces.models import Workspace


@router.post(
    "/occurrences",
    response={200: ToldAnswer, 207: ToldAnswer},
    summary="Tell what happened at a touchpoint",
    tags=["occurrences"],
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": request_schema()}}}},
)
@endpoint("occurrences:write")
def tell_occurrences(request: KeyRequest) -> Status[ToldAnswer]:
    """Keep up to 10,000 occurrences of one touchpoint, each once however often it is told.

    200 if all were kept, 207 if some were refused, 422 if nothing was.
    """
    now, zone = timezone.now(), ZoneInfo(request.workspace.timezone)
    told = object_of(request, fields=("touchpoint", "occurrences"))
    raw = items_in(told, "occurrences")
    touchpoint = _touchpoint(told["touchpoint"], request.workspace)
    read = [read_told(each, zone=zone, now=now) for each in raw]
    good = [each for each in read if isinstance(each, Told)]
    kept = iter(
        record_occurrences(
            workspace=request.workspace, touchpoint=touchpoint, items=good, source=API, actor=request.actor, now=now
        )
    )
    outcomes = [next(kept) if isinstance(each, Told) else Recorded(REFUSED, faults=each) for each in read]
    status, items, counts = told_items("occurrences", raw, outcomes, error_of=error_of)
    return Status(
        status,
        ToldAnswer(created=counts[CREATED], repeated=counts[REPEATED], refused=counts[REFUSED], occurrences=items),
    )


def _touchpoint(key: Any, workspace: Workspace) -> Touchpoint:
    is_possible = isinstance(key, str) and re.fullmatch(SLUG, key)
    touchpoint = touchpoint_by_key(workspace, key=key) if is_possible else None
    if touchpoint is None:
        raise not_valid([error_of(Fault("touchpoint", "unknown_touchpoint"))])
    return touchpoint
