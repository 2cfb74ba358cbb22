"""Why one person was asked or not, and taking them out of being asked."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.contacts.models import Contact
from kuule.contacts.selectors import contact_of
from kuule.dispatch import selectors
from kuule.dispatch.services import take_back_in, take_out
from kuule.dispatch.services.limits import LONGEST_REASON
from kuule.dispatch.templatetags.dispatch import hold_reason
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("see_people")
@require_safe
def contact_asking(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Show every decision about asking a person, the newest first, and what holds them back now."""
    contact, page = _contact(request, contact_id), page_number(request)
    decisions, has_more = selectors.decisions_about_person(contact, page=page)
    words = {rule: hold_reason(rule, request.workspace) for rule in {each.rule for each in decisions} if rule}
    exclusions = list(selectors.exclusions_of(contact))
    context = {
        "contact": contact,
        "decisions": [(each, words.get(each.rule, "")) for each in decisions],
        "holds": selectors.holds_on(contact, now=timezone.now()),
        "exclusion": next((each for each in exclusions if each.lifted_at is None), None),
        "earlier_exclusions": [each for each in exclusions if each.lifted_at is not None],
        "longest_reason": LONGEST_REASON,
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if has_more else "",
    }
    return render(request, "dispatch/contact_asking.html", context)


@member_page("send_surveys")
@require_POST
def contact_take_out(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Take a person out of being asked, with the reason."""
    contact = _contact(request, contact_id)
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
    return redirect("contact_asking", request.workspace.slug, contact_id)


@member_page("send_surveys")
@require_POST
def contact_take_back(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Let a person be asked again who was taken out."""
    contact = _contact(request, contact_id)
    take_back_in(contact=contact, actor=request.actor, now=timezone.now())
    messages.success(request, _("This person is back in. They are asked when their turn comes."))
    return redirect("contact_asking", request.workspace.slug, contact_id)


def _contact(request: MemberRequest, contact_id: int) -> Contact:
    contact = contact_of(request.workspace, contact_id=contact_id)
    if contact is None:
        raise Http404
    return contact
