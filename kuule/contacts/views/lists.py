"""What the two lists share: filters and pages in the address."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from kuule.contacts.forms.filters import FilterForm
from kuule.contacts.models import Account
from kuule.contacts.query import AccountFilter
from kuule.contacts.selectors import Page, accounts_matching, page_of
from kuule.contacts.selectors.pages import COUNT_CAP
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest
from kuule.workspaces.models import Workspace

PAGES = ("after", "before")
OFFERED_ACCOUNTS = 100

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter that is on: its words, and the address without it."""

    name: str
    value: str
    url: str


def list_page(request: MemberRequest, rows: QuerySet[Row]) -> Page[Row]:
    """Return the page of a list that the address asks for."""
    after, before = row_id(request.GET.get("after", "")), row_id(request.GET.get("before", ""))
    return page_of(request.workspace, rows=rows, after=after, before=before)


def filter_context(request: MemberRequest, form: FilterForm) -> dict[str, Any]:
    """Return what the filters above a list need. The form has been validated."""
    found = [ActiveFilter(label, value, _address(request, *names)) for names, label, value in form.words()]
    return {
        "form": form,
        "active_filters": found,
        "in_menu": sum(1 for names, _label, _value in form.words() if names != ("search",)),
        "clear_url": request.path,
        "cap": COUNT_CAP,
    }


def page_context(request: MemberRequest, page: Page[Any]) -> dict[str, Any]:
    """Return a page of a list and the addresses of the ones beside it."""
    return {
        "rows": page.rows,
        "previous_url": _address(request, before=page.before) if page.before else "",
        "next_url": _address(request, after=page.after) if page.after else "",
    }


def account_names(workspace: Workspace, *, search: str = "") -> list[Account]:
    """Return accounts to offer while somebody types a name."""
    found = accounts_matching(workspace, filter=AccountFilter(search=search))
    return list(found.order_by("name_key", "pk")[:OFFERED_ACCOUNTS])


def _address(request: MemberRequest, *without: str, **also: int) -> str:
    params = request.GET.copy()
    for name in (*PAGES, *without):
        params.pop(name, None)
    for name, value in also.items():
        params[name] = str(value)
    return f"{request.path}?{params.urlencode()}" if params else request.path
