"""The inboxes, and what is done in many cases at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.act.forms import cases as forms
from kuule.act.forms.inboxes import InboxForm
from kuule.act.models import Case
from kuule.act.query import ALL, DUE_FIRST, INBOXES, MINE, MOST_AT_STAKE, CaseQuery
from kuule.act.selectors import desk
from kuule.act.selectors.causes import causes_to_choose
from kuule.act.selectors.inboxes import case_page as page_of_cases
from kuule.act.selectors.inboxes import inbox_counts
from kuule.act.selectors.overload import is_too_much_due
from kuule.act.selectors.own_cases import absent_people
from kuule.act.selectors.stakes import stakes_of
from kuule.act.services.cases.bulk import MOST_AT_ONCE, BulkOutcome, close_cases, hand_over_cases, snooze_cases
from kuule.act.templatetags.cases import inbox_word
from kuule.act.templatetags.triage import why_first
from kuule.act.views.outcomes import tell_outcome
from kuule.contacts.selectors import account_of, contact_of
from kuule.economics.selectors.settings import money_settings
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Workspace
from kuule.workspaces.selectors import teams

BULK = ("hand_over", "snooze", "close")


@member_page("see_cases")
@require_safe
def case_list(request: MemberRequest) -> HttpResponse:
    """Show an inbox: who waits, in the order of work."""
    now, query = timezone.now(), _query(request)
    counts = inbox_counts(request.member, now=now)
    page = page_of_cases(
        request.member, query, now=now, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    order = CaseQuery(order=query.order)
    offers_stake = query.order == DUE_FIRST and not (query.show or query.is_narrowed)
    context = {
        "query": query,
        "may_export": request.may("export_answers"),
        "rows": page.rows,
        "previous_url": _address(request, query, before=page.before) if page.before else "",
        "next_url": _address(request, query, after=page.after) if page.after else "",
        "inboxes": [
            (
                inbox_word(each),
                "?" + urlencode(replace(order, inbox=each).to_params()),
                counts[each],
                each == query.inbox,
            )
            for each in INBOXES
        ],
        "absent": absent_people(request.member, now=now),
        "why": _why_first(request, page.rows) if query.is_by_stake else {},
        "stake_url": _address(request, replace(query, order=MOST_AT_STAKE))
        if offers_stake and is_too_much_due(request.member, query.inbox, now=now)
        else "",
        "form": InboxForm(query=query, workspace=request.workspace),
        "narrowed": _narrowed(request.workspace, query),
        "here": urlencode(query.to_params()),
        "bulk": _bulk_forms(request) if request.may("work_cases") and not query.show and page.rows else {},
        "currency": money_settings(request.workspace).currency if request.may("see_value") else "",
    }
    return render(request, "act/case_list.html", context)


@member_page("work_cases")
@require_POST
def case_bulk(request: MemberRequest, act: str) -> HttpResponse:
    """Hand over, let rest, or close all cases that were chosen, and go back to the inbox."""
    if act not in BULK:
        raise Http404
    ids = [pk for pk in map(row_id, request.POST.getlist("case")[:MOST_AT_ONCE]) if pk]
    form = _bulk_form(request, act, request.POST)
    if not ids:
        messages.error(request, _("Choose cases first: by their checkboxes, or with X."))
    elif not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    else:
        tell_outcome(request, act, _done(request, act, form, ids))
    return redirect(_address(request, _query(request)))


def _done(request: MemberRequest, act: str, form: Any, ids: list[int]) -> BulkOutcome:
    told = form.cleaned_data
    how: dict[str, Any] = {"case_ids": ids, "by": request.member, "now": timezone.now()}
    if act == "hand_over":
        return hand_over_cases(to=form.new_owner, words=told["words"], **how)
    if act == "snooze":
        return snooze_cases(until=form.moment, words=told["words"], **how)
    return close_cases(closing=form.closing, **how)


def _why_first(request: MemberRequest, rows: Sequence[Case]) -> dict[int, str]:
    """Return in words why each row of a page stands where it does, by its id."""
    currency = money_settings(request.workspace).currency if request.may("see_value") else ""
    stakes = stakes_of(request.workspace, rows, day=timezone.localdate())
    return {pk: ", ".join(why_first(stake, currency=currency)) for pk, stake in stakes.items()}


def _bulk_forms(request: MemberRequest) -> dict[str, forms.ActForm]:
    return {act: _bulk_form(request, act, None) for act in BULK}


def _bulk_form(request: MemberRequest, act: str, data: Mapping[str, Any] | None) -> forms.ActForm:
    if act == "hand_over":
        people = desk.people_who_work(request.workspace)
        return forms.HandOverForm(data, people=people, teams=list(teams(request.workspace)), prefix=act)
    if act == "snooze":
        return forms.SnoozeForm(data, prefix=act)
    return forms.CloseForm(data, causes=causes_to_choose(request.workspace), prefix=act)


def _query(request: MemberRequest) -> CaseQuery:
    """Return what the address asks for; without an inbox it is one's own, or all for who works on none."""
    return CaseQuery.from_params(request.GET.dict(), inbox=MINE if request.may("work_cases") else ALL)


def _address(request: MemberRequest, query: CaseQuery, **also: str) -> str:
    return f"{reverse('case_list', args=[request.workspace.slug])}?{urlencode({**query.to_params(), **also})}"


def _narrowed(workspace: Workspace, query: CaseQuery) -> str:
    """Return the name of the account or the person that the inbox is narrowed to, "" for neither."""
    if query.account is not None:
        account = account_of(workspace, account_id=query.account)
        return account.name if account else ""
    if query.contact is not None:
        contact = contact_of(workspace, contact_id=query.contact)
        return str(contact) if contact else ""
    return ""
