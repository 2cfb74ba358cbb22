"""The calls that somebody here has to make after something happened."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.dispatch.forms.care import CallForm
from kuule.dispatch.selectors.care import open_call, open_calls
from kuule.dispatch.services import finish_call
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

CALLS_PAGE = 25


@member_page("call_people")
@require_safe
def care_calls(request: MemberRequest) -> HttpResponse:
    """List the calls to make: one's own, or all."""
    shows_all = request.GET.get("show") == "all"
    page, show = page_number(request), "all" if shows_all else "mine"
    begin = (page - 1) * CALLS_PAGE
    found = open_calls(request.workspace, owner=None if shows_all else request.member)
    calls = list(found[begin : begin + CALLS_PAGE + 1])
    context = {
        "calls": calls[:CALLS_PAGE],
        "shows_all": shows_all,
        "now": timezone.now(),
        "previous_url": f"?show={show}&page={page - 1}" if page > 1 else "",
        "next_url": f"?show={show}&page={page + 1}" if len(calls) > CALLS_PAGE else "",
    }
    return render(request, "dispatch/care_calls.html", context)


@member_page("call_people")
@require_POST
def care_call_done(request: MemberRequest, act_id: int) -> HttpResponse:
    """Say what became of a call."""
    act = open_call(request.workspace, act_id=act_id)
    if act is None:
        raise Http404
    form = CallForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what became of the call."))
        return redirect("care_calls", request.workspace.slug)
    outcome, note, now = form.cleaned_data["outcome"], form.cleaned_data["note"], timezone.now()
    try:
        is_done = finish_call(
            act=act, outcome=outcome, note=note, actor=request.actor, user_id=request.user.pk, now=now
        )
    except Refused:
        messages.info(request, _("Somebody else was quicker: this call is done."))
    else:
        messages.success(request, _("The call is done.") if is_done else _("It comes again tomorrow."))
    return redirect("care_calls", request.workspace.slug)
