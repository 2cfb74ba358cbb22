"""Customer companies by API."""

from datetime import datetime
from typing import Annotated

from django.http import Http404
from ninja import Query

from kuule.contacts.api.router import router
from kuule.contacts.api.schemas import AccountOut, AccountPage
from kuule.contacts.models import Account
from kuule.contacts.selectors import account_of
from kuule.contacts.selectors.told import accounts_told
from kuule.lib.places import Place
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.lists import Cursor, Limit, moment_asked, page_of, place_asked


@router.get("/accounts", response=AccountPage, summary="List accounts", tags=["accounts"])
@endpoint("contacts:read")
def list_accounts(
    request: KeyRequest,
    since: datetime | None = None,
    external_id: Annotated[str, Query(max_length=200)] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> AccountPage:
    """Return accounts, those opened last first: opened since a moment, or with your id."""
    found = accounts_told(
        request.workspace,
        since=moment_asked(request, since, field="since"),
        external_id=external_id,
        after=place_asked(request, cursor),
        limit=limit + 1,
    )
    page, more = page_of(request, found, limit=limit, place=lambda each: Place(None, each.pk))
    return AccountPage(accounts=[_shown(each) for each in page], next_cursor=more)


@router.get("/accounts/{int:account_id}", response=AccountOut, summary="See an account", tags=["accounts"])
@endpoint("contacts:read")
def one_account(request: KeyRequest, account_id: int) -> AccountOut:
    """Return one account."""
    account = account_of(request.workspace, account_id=account_id) if account_id < 10**18 else None
    if account is None:
        raise Http404
    return _shown(account)


def _shown(account: Account) -> AccountOut:
    names = ("id", "external_id", "name", "properties", "created_at")
    return AccountOut(
        **{name: getattr(account, name) for name in names},
        team=account.team_id,
        parent=account.parent.pk if account.parent else None,
        is_archived=account.archived_at is not None,
    )
