"""Letting an initiative go on: asked for, granted, refused, begun, done, measured, stopped."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuule.act.forms.initiative_moves import MOVE_FORMS
from kuule.act.rules.initiatives import (
    ASKED,
    DONE,
    GRANTED,
    MEASURED,
    MOVES,
    REFUSED,
    STOPPED,
    UNDER_WAY,
    permission_to_move,
)
from kuule.act.services.initiative_moves import (
    ask_for_initiative,
    begin_initiative,
    finish_initiative,
    grant_initiative,
    measure_initiative,
    refuse_initiative,
    stop_initiative,
)
from kuule.act.services.initiative_refusals import initiative_refusal
from kuule.act.templatetags.initiatives import state_word
from kuule.act.views.initiatives import initiative_shown
from kuule.economics.selectors.settings import money_settings
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

SERVICES: Mapping[str, Callable[..., Any]] = {
    ASKED: ask_for_initiative,
    GRANTED: grant_initiative,
    REFUSED: refuse_initiative,
    UNDER_WAY: begin_initiative,
    DONE: finish_initiative,
    MEASURED: measure_initiative,
    STOPPED: stop_initiative,
}


@member_page("see_improvements")
@require_POST
def initiative_move(request: MemberRequest, initiative_id: int, to: str) -> HttpResponse:
    """Let an initiative go on to a state. Money, and the end of what was begun, take who may decide."""
    initiative = initiative_shown(request, initiative_id)
    if to not in SERVICES:
        raise Http404
    # Where the state has changed meanwhile, the service says so; whoever may not decide is told that first.
    state = initiative.state if to in MOVES[initiative.state] else ASKED
    if not request.may(permission_to_move(state, to)):
        raise PermissionDenied
    form = MOVE_FORMS[to](request.POST, prefix=to) if to in MOVE_FORMS else None
    if form is not None and not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label}: {' '.join(str(each) for each in errors)}")
        return redirect("initiative_page", request.workspace.slug, initiative.pk)
    try:
        SERVICES[to](
            initiative=initiative,
            member=request.member,
            actor=request.actor,
            now=timezone.now(),
            **(form.cleaned_data if form else {}),
        )
    except Refused as refused:
        messages.error(request, initiative_refusal(refused, currency=money_settings(request.workspace).currency))
    else:
        messages.success(request, _("It is “%(state)s” now.") % {"state": state_word(to)})
    return redirect("initiative_page", request.workspace.slug, initiative.pk)
