"""Who in which account is heard: the page about all accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.contacts.models import Account
from kuule.contacts.selectors import definitions
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.insight.answers.account_coverage import AccountHeard, coverage_now
from kuule.insight.forms.coverage import CoverageFilterForm
from kuule.insight.selectors.account_coverage import accounts_with, last_signs_of_life
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Workspace

PAGE_SIZE = 50
# Which accounts the list shows: those that nobody answered from, or all that lack a voice.
SILENT, INCOMPLETE = "silent", "incomplete"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account of the list, with how many days ago it last showed life (None: never)."""

    account: Account
    heard: AccountHeard
    days: int | None


@member_page("see_people")
@require_safe
def coverage(request: MemberRequest) -> HttpResponse:
    """Show by role, account and revenue who is heard, and which accounts are not."""
    now, settings = timezone.now(), coverage_settings_of(request.workspace)
    form = CoverageFilterForm(request.GET, workspace=request.workspace)
    is_valid = form.is_valid()
    shown = INCOMPLETE if request.GET.get("show") == INCOMPLETE else SILENT
    found = coverage_now(request.workspace, settings=settings, filter=form.asked, now=now)
    page = Paginator(found.silent if shown == SILENT else found.incomplete, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_filtered": bool(form.asked.team_id or form.asked.owner_id),
        "settings": settings,
        "revenue": _label(request.workspace, settings.revenue_key),
        "found": found,
        "is_below": found.worth_share is not None and found.worth_share * 100 < settings.target,
        "rows": _rows(request.workspace, list(page.object_list), now),
        "total": page.paginator.count,
        "shown": shown,
        "lists": [(each, _address(request, show=each), each == shown) for each in (SILENT, INCOMPLETE)],
        "previous_url": _address(request, page=page.previous_page_number()) if page.has_previous() else "",
        "next_url": _address(request, page=page.next_page_number()) if page.has_next() else "",
    }
    status = HTTPStatus.OK if is_valid else HTTPStatus.BAD_REQUEST
    return render(request, "insight/coverage.html", context, status=status)


def _rows(workspace: Workspace, shown: Sequence[AccountHeard], now: datetime) -> list[AccountRow]:
    ids = [each.account_id for each in shown]
    accounts, alive = accounts_with(workspace, account_ids=ids), last_signs_of_life(workspace, account_ids=ids)
    return [
        AccountRow(
            accounts[each.account_id],
            each,
            max((now - alive[each.account_id]).days, 0) if each.account_id in alive else None,
        )
        for each in shown
        if each.account_id in accounts
    ]


def _label(workspace: Workspace, key: str) -> str:
    found = definitions(workspace, of="account").filter(key=key).first() if key else None
    return found.label if found else ""


def _address(request: MemberRequest, **changes: object) -> str:
    params = request.GET.copy()
    for name in {"page", *changes}:
        params.pop(name, None)
    for name, value in changes.items():
        params[name] = str(value)
    return f"{request.path}?{params.urlencode()}"
