"""The plan whom to ask so that every role is heard."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.contacts.selectors import contact_of
from kuule.dispatch.selectors.coverage import coverage_settings_of
from kuule.dispatch.services import take_out
from kuule.dispatch.services.limits import LONGEST_REASON
from kuule.insight.answers.asking_plan import asking_plan
from kuule.insight.forms.coverage import CoverageFilterForm
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

MOST_BY_HAND = 200
KEPT = ("team", "owner", "add")


@member_page("send_surveys")
@require_safe
def coverage_plan(request: MemberRequest) -> HttpResponse:
    """Propose whom to ask now, account by account, each with the reason."""
    form = CoverageFilterForm(request.GET, workspace=request.workspace)
    is_valid = form.is_valid()
    by_hand = _by_hand(request)
    plan = asking_plan(
        request.workspace,
        settings=coverage_settings_of(request.workspace),
        filter=form.asked,
        by_hand=by_hand,
        now=timezone.now(),
    )
    context = {
        "form": form,
        "plan": plan,
        "ids": ",".join(str(each) for each in plan.people),
        "here": _here(request),
        "kept": [(name, value) for name in KEPT for value in request.GET.getlist(name)],
        "longest_reason": LONGEST_REASON,
        "back": f"{reverse('coverage', args=[request.workspace.slug])}?{urlencode(_filter(request))}",
    }
    status = HTTPStatus.OK if is_valid else HTTPStatus.BAD_REQUEST
    return render(request, "insight/coverage_plan.html", context, status=status)


@member_page("send_surveys")
@require_POST
def coverage_plan_out(request: MemberRequest) -> HttpResponse:
    """Take somebody out of the plan, and out of being asked, with the reason."""
    contact = contact_of(request.workspace, contact_id=row_id(request.POST.get("contact", "")) or 0)
    if contact is None:
        raise Http404
    try:
        take_out(contact=contact, reason=request.POST.get("reason", ""), member=request.member, now=timezone.now())
    except Refused as refused:
        words = {
            "no_reason": _("Say why this person is taken out. Nothing was changed."),
            "too_long": _("This reason is longer than %(limit)s characters. Say it shorter; nothing was changed.")
            % {"limit": LONGEST_REASON},
            "taken_out_already": _("This person is taken out already."),
        }
        messages.error(request, words[refused.code])
    else:
        messages.success(request, _("This person is taken out. No wave, programme or touchpoint asks them."))
    return redirect(_here(request, request.POST.urlencode()))


def _here(request: MemberRequest, posted: str = "") -> str:
    """Return the address of the plan with its filters and the people added by hand."""
    values = request.POST if posted else request.GET
    pairs = [(name, value) for name in KEPT for value in values.getlist(name)]
    return f"{reverse('coverage_plan', args=[request.workspace.slug])}?{urlencode(pairs)}"


def _filter(request: MemberRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("team", "owner") if request.GET.get(name)}


def _by_hand(request: MemberRequest) -> list[int]:
    ids = [row_id(each) for each in request.GET.getlist("add")[:MOST_BY_HAND]]
    return [each for each in ids if each is not None]
