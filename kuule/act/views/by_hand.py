"""Opening a case with one touch, from the page of an answer, a person or an account."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuule.act.selectors.visible import cases_seen_by
from kuule.act.services.by_hand import Subject, open_by_hand
from kuule.act.services.case_refusals import refusals_of
from kuule.contacts.selectors import account_of, contact_of
from kuule.insight.selectors.responses import response_of
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

# What a case is opened about, and the page to go back to where it went to somebody whose cases one does not see.
PAGES = {"response": "response_page", "contact": "contact_page", "account": "account_page"}


@member_page("work_cases")
@require_POST
def case_open(request: MemberRequest) -> HttpResponse:
    """Open a case about what the form names, and go there."""
    kind, pk = next(((name, row_id(request.POST[name])) for name in PAGES if name in request.POST), ("", None))
    subject = _subject(request, kind, pk or 0)
    if subject is None:
        raise Http404
    back = redirect(PAGES[kind], request.workspace.slug, pk)
    try:
        case, is_new = open_by_hand(subject=subject, by=request.member, now=timezone.now())
    except Refused as refused:
        for _field, words in refusals_of(refused):
            messages.error(request, words)
        return back
    if cases_seen_by(request.member).filter(pk=case.pk).exists():
        words = _("The case is open. %(owner)s gets a mail.") if is_new else _("There is a case about this already.")
        messages.success(request, words % {"owner": case.owner})
        return redirect("case_page", request.workspace.slug, case.pk)
    messages.success(request, _("%(owner)s looks after this now.") % {"owner": case.owner or case.team or "–"})
    return back


def _subject(request: MemberRequest, kind: str, pk: int) -> Subject | None:
    if kind == "response":
        response = response_of(request.workspace, response_id=pk)
        return Subject(response=response) if response else None
    if kind == "contact":
        contact = contact_of(request.workspace, contact_id=pk)
        return Subject(contact=contact) if contact else None
    account = account_of(request.workspace, account_id=pk) if kind == "account" else None
    return Subject(account=account) if account else None
