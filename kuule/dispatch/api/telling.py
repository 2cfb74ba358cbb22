"""Other systems tell what happened."""

import re
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Status

from kuule.dispatch.api.faults import SLUG, error_of, not_valid
from kuule.dispatch.api.reading import router
from kuule.dispatch.api.schemas import FieldProblem, Problem, ToldAnswer, ToldItem, request_schema
from kuule.dispatch.rules.occurrences import API, CREATED, MOST_AT_ONCE, REFUSED, REPEATED, Fault, Recorded, Told
from kuule.dispatch.selectors.occurrences import touchpoint_by_key
from kuule.dispatch.services.intake import UnreadableBodyError, json_of, read_told
from kuule.dispatch.services.occurrences import record_occurrences
from kuule.lib.bodies import body_of
from kuule.lib.problems import ProblemError
from kuule.surveys.models import Touchpoint
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor

LARGEST_BODY = 10_000_000
_REQUEST_KEY = re.compile(r"[\x21-\x7e]{1,100}")
_KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 100},
    "description": "Makes occurrences without an id safe to send again: what this key told before is not kept twice.",
}
_ANSWERS = dict.fromkeys((400, 401, 413, 422), Problem)


@router.post(
    "/occurrences",
    response={200: ToldAnswer, 207: ToldAnswer, **_ANSWERS},
    summary="Tell what happened at a touchpoint",
    openapi_extra={
        "parameters": [_KEY_HEADER],
        "requestBody": {"required": True, "content": {"application/json": {"schema": request_schema()}}},
    },
)
def tell_occurrences(request: HttpRequest) -> Status[ToldAnswer]:
    """Keep up to 10,000 occurrences of one touchpoint, each once however often it is told.

    200 if all were kept, 207 if some were refused, 422 if nothing was.
    """
    key = cast("KeyRequest", request).auth
    now = timezone.now()
    touchpoint, raw = _asked_for(request, key.workspace)
    read = _read(request, raw, key.workspace, now)
    good = [each for each in read if isinstance(each, Told)]
    kept = iter(
        record_occurrences(
            workspace=key.workspace, touchpoint=touchpoint, items=good, source=API, actor=Actor.key(key.pk), now=now
        )
    )
    outcomes = [next(kept) if isinstance(each, Told) else Recorded(REFUSED, faults=each) for each in read]
    return _answer(raw, outcomes)


def _asked_for(request: HttpRequest, workspace: Workspace) -> tuple[Touchpoint, list[Any]]:
    body = body_of(request, most=LARGEST_BODY)
    if body is None:
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", _("At most 10 MB fit into one request."))
    try:
        wanted = json_of(body)
    except UnreadableBodyError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "not-json", _("The body is not JSON in UTF-8.")) from error
    if not isinstance(wanted, dict):
        raise not_valid([Fault("", "model_type")])
    faults = [Fault(name, "missing") for name in ("touchpoint", "occurrences") if name not in wanted]
    faults += [Fault(str(name)[:60], "extra_forbidden") for name in wanted if name not in ("touchpoint", "occurrences")]
    items = wanted.get("occurrences")
    if not faults and (not isinstance(items, list) or not items):
        faults = [Fault("occurrences", "list_type")]
    if faults:
        raise not_valid(faults)
    items = cast("list[Any]", items)
    if len(items) > MOST_AT_ONCE:
        detail = _("At most 10,000 occurrences fit into one request.")
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-many", detail)
    return _touchpoint(wanted["touchpoint"], workspace), items


def _touchpoint(key: Any, workspace: Workspace) -> Touchpoint:
    is_possible = isinstance(key, str) and re.fullmatch(SLUG, key)
    touchpoint = touchpoint_by_key(workspace, key=key) if is_possible else None
    if touchpoint is None:
        raise not_valid([Fault("touchpoint", "unknown_touchpoint")])
    return touchpoint


def _read(request: HttpRequest, raw: list[Any], workspace: Workspace, now: datetime) -> list[Told | list[Fault]]:
    request_key = request.headers.get("Idempotency-Key", "")
    if request_key and not _REQUEST_KEY.fullmatch(request_key):
        raise not_valid([Fault("Idempotency-Key", "bad_request_key")])
    found: list[Told | list[Fault]] = []
    zone = ZoneInfo(workspace.timezone)
    for number, each in enumerate(raw):
        told = read_told(each, zone=zone, now=now)
        if not isinstance(told, Told):
            found.append(list(told))
        elif request_key and not told.external_id:
            found.append(replace(told, external_id=f"{request_key}#{number}", is_id_made=True))
        else:
            found.append(told)
    return found


def _answer(raw: list[Any], outcomes: list[Recorded]) -> Status[ToldAnswer]:
    refused = [(number, each) for number, each in enumerate(outcomes) if each.outcome == REFUSED]
    if len(refused) == len(outcomes):
        raise not_valid(
            [
                Fault(f"occurrences.{number}.{fault.field}".rstrip("."), fault.code, fault.detail)
                for number, each in refused
                for fault in each.faults
            ]
        )
    items = [
        ToldItem(
            status=each.outcome,
            id=_own_id(item),
            uid=each.uid,
            errors=[FieldProblem(**error_of(one)) for one in each.faults],
        )
        for item, each in zip(raw, outcomes, strict=True)
    ]
    counts = {kind: sum(each.outcome == kind for each in outcomes) for kind in (CREATED, REPEATED, REFUSED)}
    status = HTTPStatus.MULTI_STATUS if refused else HTTPStatus.OK
    return Status(status, ToldAnswer(**counts, occurrences=items))


def _own_id(item: Any) -> str:
    found = item.get("id", "") if isinstance(item, dict) else ""
    return str(found) if isinstance(found, str | int) else ""
