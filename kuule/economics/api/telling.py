"""Other systems tell of money, contracts, events, origins and rates."""

from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from ninja import Status

from kuule.contacts.rules.faults import Fault
from kuule.dispatch.rules.occurrences import CREATED, REFUSED, REPEATED, Recorded
from kuule.economics.api.router import router
from kuule.economics.api.schemas import MoneyAnswer, request_schema
from kuule.economics.rules import BY_API, CHANGED
from kuule.economics.services.contracts import record_contracts
from kuule.economics.services.events import record_events
from kuule.economics.services.fault_words import money_fault_words
from kuule.economics.services.intake import ContractIn, EventIn, LineTold, OriginIn, RateIn, read_money
from kuule.economics.services.ledger import record_entries
from kuule.economics.services.origins import record_origins
from kuule.economics.services.rates import record_rates
from kuule.lib.problems import FieldError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.bodies import items_in, object_of
from kuule.workspaces.endpoints.bulk import told_items
from kuule.workspaces.endpoints.declaring import endpoint

Record = Callable[..., list[Recorded]]
_ANSWERS: dict[Any, Any] = {200: MoneyAnswer, 207: MoneyAnswer}


def _body(name: str, item: type[Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": request_schema(name, item)}}
    return {"requestBody": {"required": True, "content": content}}


@router.post("/ledger", response=_ANSWERS, summary="Tell lines of money", openapi_extra=_body("lines", LineTold))
@endpoint("money:write")
def tell_ledger(request: KeyRequest) -> Status[MoneyAnswer]:
    """Keep up to 10,000 lines of money, each once by its id; one with other values is corrected.

    200 if all were kept, 207 if some were refused, 422 if nothing was.
    """
    return _told(request, "lines", LineTold, record_entries)


@router.post("/contracts", response=_ANSWERS, summary="Tell contracts", openapi_extra=_body("contracts", ContractIn))
@endpoint("money:write")
def tell_contracts(request: KeyRequest) -> Status[MoneyAnswer]:
    """Keep up to 10,000 contracts, each once by its id; one with other values is corrected."""
    return _told(request, "contracts", ContractIn, record_contracts)


@router.post(
    "/customer-events",
    response=_ANSWERS,
    summary="Tell what happened with customers",
    openapi_extra=_body("events", EventIn),
)
@endpoint("money:write")
def tell_customer_events(request: KeyRequest) -> Status[MoneyAnswer]:
    """Keep up to 10,000 events, each once by its id; one with other values is corrected."""
    return _told(request, "events", EventIn, record_events)


@router.post(
    "/origins", response=_ANSWERS, summary="Tell what brought customers", openapi_extra=_body("origins", OriginIn)
)
@endpoint("money:write")
def tell_origins(request: KeyRequest) -> Status[MoneyAnswer]:
    """Keep what brought up to 10,000 customers; the newest word holds."""
    return _told(request, "origins", OriginIn, partial(record_origins, source=BY_API))


@router.post("/rates", response=_ANSWERS, summary="Tell exchange rates", openapi_extra=_body("rates", RateIn))
@endpoint("money:write")
def tell_rates(request: KeyRequest) -> Status[MoneyAnswer]:
    """Keep up to 10,000 exchange rates, one a day for each pair of currencies, and convert what they concern."""
    return _told(request, "rates", RateIn, record_rates)


def _told(request: KeyRequest, name: str, item: type[Any], keep: Record) -> Status[MoneyAnswer]:
    now, zone = timezone.now(), ZoneInfo(request.workspace.timezone)
    raw = items_in(object_of(request, fields=[name]), name)
    read = [read_money(item, each, zone=zone, now=now) for each in raw]
    good = [each for each in read if not isinstance(each, list)]
    kept = iter(keep(workspace=request.workspace, items=good, actor=request.actor, now=now))
    outcomes = [Recorded(REFUSED, faults=each) if isinstance(each, list) else next(kept) for each in read]
    status, items, counts = told_items(name, raw, outcomes, error_of=_error)
    by_kind = {kind: counts[kind] for kind in (CREATED, REPEATED, CHANGED, REFUSED)}
    return Status(status, MoneyAnswer(**by_kind, items=items))


def _error(fault: Fault) -> FieldError:
    return FieldError(field=fault.field, code=fault.code, detail=money_fault_words(fault))
