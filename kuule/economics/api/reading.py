"""Other systems read back what was told of money."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Query

from kuule.dispatch.rules.occurrences import Fault
from kuule.economics.api.router import router
from kuule.economics.api.schemas import (
    ContractOut,
    ContractsPage,
    EventOut,
    EventsPage,
    LineOut,
    LinesPage,
    MoneyProblem,
    OriginOut,
    OriginsPage,
    RateOut,
    RatesPage,
)
from kuule.economics.api.telling import not_valid
from kuule.economics.models import Contract, CustomerEvent, CustomerOrigin, ExchangeRate, LedgerEntry
from kuule.economics.selectors.told import Row, rows_told
from kuule.lib.cursors import cursor_of, parts_of
from kuule.ui.paging import row_id
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.models import Workspace

MOST_ON_A_PAGE = 1_000
_PROBLEMS = dict.fromkeys((401, 422), MoneyProblem)
Cursor = Annotated[str, Query(max_length=200)]
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)]


@router.get("/ledger", response={200: LinesPage, **_PROBLEMS}, summary="List lines of money")
def list_ledger(
    request: HttpRequest, since: datetime | None = None, cursor: Cursor = "", limit: Limit = 100
) -> LinesPage:
    """Return lines of money, those told last first: told since a moment, from where a page ended."""
    rows, more = _page(request, LedgerEntry, since, cursor, limit)
    return LinesPage(lines=[_shown(LineOut, each) for each in rows], next_cursor=more)


@router.get("/contracts", response={200: ContractsPage, **_PROBLEMS}, summary="List contracts")
def list_contracts(
    request: HttpRequest, since: datetime | None = None, cursor: Cursor = "", limit: Limit = 100
) -> ContractsPage:
    """Return contracts, those told last first."""
    rows, more = _page(request, Contract, since, cursor, limit)
    return ContractsPage(contracts=[_shown(ContractOut, each) for each in rows], next_cursor=more)


@router.get("/customer-events", response={200: EventsPage, **_PROBLEMS}, summary="List what happened with customers")
def list_customer_events(
    request: HttpRequest, since: datetime | None = None, cursor: Cursor = "", limit: Limit = 100
) -> EventsPage:
    """Return what happened with customers, what was told last first."""
    rows, more = _page(request, CustomerEvent, since, cursor, limit)
    return EventsPage(events=[_shown(EventOut, each) for each in rows], next_cursor=more)


@router.get("/origins", response={200: OriginsPage, **_PROBLEMS}, summary="List what brought customers")
def list_origins(
    request: HttpRequest, since: datetime | None = None, cursor: Cursor = "", limit: Limit = 100
) -> OriginsPage:
    """Return what brought customers: said since a moment, what was told last first."""
    rows, more = _page(request, CustomerOrigin, since, cursor, limit)
    return OriginsPage(origins=[_shown(OriginOut, each) for each in rows], next_cursor=more)


@router.get("/rates", response={200: RatesPage, **_PROBLEMS}, summary="List exchange rates")
def list_rates(request: HttpRequest, cursor: Cursor = "", limit: Limit = 100) -> RatesPage:
    """Return exchange rates, those told last first."""
    rows, more = _page(request, ExchangeRate, None, cursor, limit)
    return RatesPage(rates=[_shown(RateOut, each) for each in rows], next_cursor=more)


def _page(
    request: HttpRequest, model: type[Row], since: datetime | None, cursor: str, limit: int
) -> tuple[list[Any], str | None]:
    workspace = cast("KeyRequest", request).auth.workspace
    found = rows_told(workspace, model=model, since=_since(since, workspace), before=_place(cursor), limit=limit + 1)
    page = found[:limit]
    return page, cursor_of(page[-1].pk) if len(found) > limit else None


def _place(cursor: str) -> int | None:
    if not cursor:
        return None
    parts = parts_of(cursor)
    place = row_id(parts[0]) if parts and len(parts) == 1 else None
    if place is None:
        raise not_valid([Fault("cursor", "bad_cursor")])
    return place


def _since(since: datetime | None, workspace: Workspace) -> datetime | None:
    if since is None:
        return None
    try:
        aware = since if since.tzinfo else since.replace(tzinfo=ZoneInfo(workspace.timezone))
        return aware.astimezone(UTC)
    except OverflowError as error:
        raise not_valid([Fault("since", "long_ago")]) from error


def _shown(schema: type[Any], row: Any) -> Any:
    """Return a row as the API gives it: amounts as texts, so that no program rounds them."""
    names = {"id": "external_id", "account": "account_id", "contact": "contact_id"}
    values = {name: getattr(row, names.get(name, name)) for name in schema.model_fields}
    return schema(**{name: _plain(value) for name, value in values.items()})


def _plain(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
