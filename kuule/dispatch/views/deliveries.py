"""Deciding about a mail of which nobody can say whether it left."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuule.dispatch import selectors
from kuule.dispatch.services import mark_sent, send_again
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("send_surveys")
@require_POST
def delivery_sent(request: MemberRequest, delivery_id: int) -> HttpResponse:
    """Take an uncertain mail for sent."""
    return _decided(request, delivery_id, mark_sent, _("The mail counts as sent."))


@member_page("send_surveys")
@require_POST
def delivery_again(request: MemberRequest, delivery_id: int) -> HttpResponse:
    """Send an uncertain mail once more, because a person decided so."""
    return _decided(request, delivery_id, send_again, _("A second mail is on its way. The links of both work."))


def _decided(request: MemberRequest, delivery_id: int, decide: Callable[..., object], done: str) -> HttpResponse:
    delivery = selectors.delivery_of(request.workspace, delivery_id=delivery_id)
    if delivery is None:
        raise Http404
    try:
        decide(delivery=delivery, actor=request.actor, now=timezone.now())
    except Refused:
        messages.error(request, _("It is known by now what became of this mail. Nothing was changed."))
    else:
        messages.success(request, done)
    if delivery.invitation.wave_id is None:
        return redirect("wave_list", request.workspace.slug)
    page = reverse("wave_page", args=(request.workspace.slug, delivery.invitation.wave_id))
    return redirect(f"{page}?show={selectors.TROUBLE}#people")
