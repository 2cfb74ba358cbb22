"""Other systems read back what was told of money."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from kuule.economics.api.router import router
from kuule.economics.api.schemas import (
    ContractOut,
    ContractsPage,
    EventOut,
    EventsPage,
    LineOut,
    LinesPage,
    OriginOut,
    OriginsPage,
    RateOut,
    RatesPage,
)
from kuule.economics.models import Contract, CustomerEvent, CustomerOrigin, ExchangeRate, LedgerEntry
from kuule.economics.selectors.told import Row, rows_told
from kuule.lib.places import Place
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.lists import Cursor, Limit, moment_asked, page_of, place_asked


@router.get("/ledger", response=LinesPage, summary="List lines of money")
@endpoint("money:read")
def list_ledger(
    request: KeyRequest, since: datetime | None = None, cursor: Cursor = "", limit: Limit = 100
) -> LinesPage:
    """Return lines of money, those told last first: told since a moment, from where a page ended."""
    rows, more = _page(request, LedgerEntry, since, cursor, limit)
    return LinesPage(lines=[_shown(LineOut, each) for each in rows], next_cursor=more)


@router.get("/contracts", response=ContractsPage, summary="List contracts")
@endpoint("money:read")
def list_contracts(
    request: KeyRequest, since: datetime | None = None, cursor: Cursor = "", limit: Limit = 100
) -> ContractsPage:
    """Return contracts, those told last first."""
    rows, more = _page(request, Contract, since, cursor, limit)
    return ContractsPage(contracts=[_shown(ContractOut, each) for each in rows], next_cursor=more)


@router.get("/customer-events", response=EventsPage, summary="List what happened with customers")
@endpoint("money:read")
def list_customer_events(
    request: KeyRequest, since: datetime | None = None, cursor: Cursor = "", limit: Limit = 100
) -> EventsPage:
    """Return what happened with customers, what was told last first."""
    rows, more = _page(request, CustomerEvent, since, cursor, limit)
    return EventsPage(events=[_shown(EventOut, each) for each in rows], next_cursor=more)


@router.get("/origins", response=OriginsPage, summary="List what brought customers")
@endpoint("money:read")
def list_origins(
    request: KeyRequest, since: datetime | None = None, cursor: Cursor = "", limit: Limit = 100
) -> OriginsPage:
    """Return what brought customers: said since a moment, what was told last first."""
    rows, more = _page(request, CustomerOrigin, since, cursor, limit)
    return OriginsPage(origins=[_shown(OriginOut, each) for each in rows], next_cursor=more)


@router.get("/rates", response=RatesPage, summary="List exchange rates")
@endpoint("money:read")
def list_rates(request: KeyRequest, cursor: Cursor = "", limit: Limit = 100) -> RatesPage:
    """Return exchange rates, those told last first."""
    rows, more = _page(request, ExchangeRate, None, cursor, limit)
    return RatesPage(rates=[_shown(RateOut, each) for each in rows], next_cursor=more)


def _page(
    request: KeyRequest, model: type[Row], since: datetime | None, cursor: str, limit: int
) -> tuple[Sequence[Any], str | None]:
    since, after = moment_asked(request, since, field="since"), place_asked(request, cursor)
    found = rows_told(request.workspace, model=model, since=since, after=after, limit=limit + 1)
    return page_of(request, found, limit=limit, place=lambda each: Place(None, each.pk))


def _shown(schema: type[Any], row: Any) -> Any:
    """Return a row as the API gives it: amounts as texts, so that no program rounds them."""
    names = {"id": "external_id", "account": "account_id", "contact": "contact_id"}
    values = {name: getattr(row, names.get(name, name)) for name in schema.model_fields}
    return schema(**{name: _plain(value) for name, value in values.items()})


def _plain(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
