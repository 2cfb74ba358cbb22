"""Other systems tell of money, contracts, events, origins and rates."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Status

from kuule.dispatch.rules.occurrences import CREATED, MOST_AT_ONCE, REFUSED, REPEATED, Fault, Recorded
from kuule.dispatch.services.intake import UnreadableBodyError, json_of
from kuule.economics.api.router import router
from kuule.economics.api.schemas import MoneyAnswer, MoneyFieldProblem, MoneyProblem, MoneyTold, request_schema
from kuule.economics.rules import BY_API, CHANGED
from kuule.economics.services.contracts import record_contracts
from kuule.economics.services.events import record_events
from kuule.economics.services.fault_words import money_fault_words
from kuule.economics.services.intake import ContractIn, EventIn, LineTold, OriginIn, RateIn, read_money
from kuule.economics.services.ledger import record_entries
from kuule.economics.services.origins import record_origins
from kuule.economics.services.rates import record_rates
from kuule.lib.bodies import body_of
from kuule.lib.problems import FieldError, ProblemError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor

LARGEST_BODY = 10_000_000
Record = Callable[..., list[Recorded]]
_ANSWERS: dict[Any, Any] = {200: MoneyAnswer, 207: MoneyAnswer, **dict.fromkeys((400, 401, 413, 422), MoneyProblem)}


def _body(name: str, item: type[Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": request_schema(name, item)}}
    return {"requestBody": {"required": True, "content": content}}


@router.post("/ledger", response=_ANSWERS, summary="Tell lines of money", openapi_extra=_body("lines", LineTold))
def tell_ledger(request: HttpRequest) -> Status[MoneyAnswer]:
    """Keep up to 10,000 lines of money, each once by its id; one with other values is corrected.

    200 if all were kept, 207 if some were refused, 422 if nothing was.
    """
    return _told(request, "lines", LineTold, record_entries)


@router.post("/contracts", response=_ANSWERS, summary="Tell contracts", openapi_extra=_body("contracts", ContractIn))
def tell_contracts(request: HttpRequest) -> Status[MoneyAnswer]:
    """Keep up to 10,000 contracts, each once by its id; one with other values is corrected."""
    return _told(request, "contracts", ContractIn, record_contracts)


@router.post(
    "/customer-events",
    response=_ANSWERS,
    summary="Tell what happened with customers",
    openapi_extra=_body("events", EventIn),
)
def tell_customer_events(request: HttpRequest) -> Status[MoneyAnswer]:
    """Keep up to 10,000 events, each once by its id; one with other values is corrected."""
    return _told(request, "events", EventIn, record_events)


@router.post(
    "/origins", response=_ANSWERS, summary="Tell what brought customers", openapi_extra=_body("origins", OriginIn)
)
def tell_origins(request: HttpRequest) -> Status[MoneyAnswer]:
    """Keep what brought up to 10,000 customers; the newest word holds."""
    return _told(request, "origins", OriginIn, partial(record_origins, source=BY_API))


@router.post("/rates", response=_ANSWERS, summary="Tell exchange rates", openapi_extra=_body("rates", RateIn))
def tell_rates(request: HttpRequest) -> Status[MoneyAnswer]:
    """Keep up to 10,000 exchange rates, one a day for each pair of currencies, and convert what they concern."""
    return _told(request, "rates", RateIn, record_rates)


def _told(request: HttpRequest, name: str, item: type[Any], keep: Record) -> Status[MoneyAnswer]:
    key = cast("KeyRequest", request).auth
    now, raw = timezone.now(), _items(request, name)
    read = _read(raw, item, key.workspace, now)
    good = [each for each in read if not isinstance(each, list)]
    kept = iter(keep(workspace=key.workspace, items=good, actor=Actor.key(key.pk), now=now))
    outcomes = [Recorded(REFUSED, faults=each) if isinstance(each, list) else next(kept) for each in read]
    return _answer(name, raw, outcomes)


def _items(request: HttpRequest, name: str) -> list[Any]:
    body = body_of(request, most=LARGEST_BODY)
    if body is None:
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", _("At most 10 MB fit into one request."))
    try:
        wanted = json_of(body)
    except UnreadableBodyError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "not-json", _("The body is not JSON in UTF-8.")) from error
    if not isinstance(wanted, dict):
        raise not_valid([Fault("", "model_type")])
    items = wanted.get(name)
    faults = [Fault(str(each)[:60], "extra_forbidden") for each in wanted if each != name]
    if name not in wanted:
        faults.append(Fault(name, "missing"))
    elif not isinstance(items, list) or not items:
        faults.append(Fault(name, "list_type"))
    if faults:
        raise not_valid(faults)
    found = cast("list[Any]", items)
    if len(found) > MOST_AT_ONCE:
        detail = _("At most 10,000 items fit into one request.")
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-many", detail)
    return found


def _read(raw: Sequence[Any], item: type[Any], workspace: Workspace, now: datetime) -> list[Any]:
    zone = ZoneInfo(workspace.timezone)
    return [read_money(item, each, zone=zone, now=now) for each in raw]


def _answer(name: str, raw: Sequence[Any], outcomes: Sequence[Recorded]) -> Status[MoneyAnswer]:
    refused = [(number, each) for number, each in enumerate(outcomes) if each.outcome == REFUSED]
    if len(refused) == len(outcomes):
        raise not_valid(
            [
                Fault(f"{name}.{number}.{fault.field}".rstrip("."), fault.code, fault.detail)
                for number, each in refused
                for fault in each.faults
            ]
        )
    items = [
        MoneyTold(
            status=each.outcome,
            id=_own_id(item),
            uid=each.uid,
            errors=[MoneyFieldProblem(**_error(fault)) for fault in each.faults],
        )
        for item, each in zip(raw, outcomes, strict=True)
    ]
    counts = {kind: sum(each.outcome == kind for each in outcomes) for kind in (CREATED, REPEATED, CHANGED, REFUSED)}
    return Status(HTTPStatus.MULTI_STATUS if refused else HTTPStatus.OK, MoneyAnswer(**counts, items=items))


def not_valid(faults: Sequence[Fault]) -> ProblemError:
    """Return the answer to a request of which nothing was kept or read."""
    detail = _("Nothing was kept, because something cannot be used. The fields say what.")
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "not-valid", detail, [_error(each) for each in faults])


def _error(fault: Fault) -> FieldError:
    return FieldError(field=fault.field, code=fault.code, detail=money_fault_words(fault))


def _own_id(item: Any) -> str:
    found = item.get("id", "") if isinstance(item, dict) else ""
    return str(found) if isinstance(found, str | int) else ""
