"""The rules by which cases are opened: their list, their order, and what each would have done."""

from http import HTTPStatus
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.act.forms.playbooks import PlaybookForm
from kuule.act.models import Playbook
from kuule.act.rules import SILENT
from kuule.act.selectors.playbooks import playbooks_of
from kuule.act.selectors.trying import MOST_READ, TRIED_DAYS, tried
from kuule.act.services.playbooks import add_playbook, change_playbook, move_playbook, switch_playbook
from kuule.act.services.silence import fitting_contacts
from kuule.act.templatetags.playbooks import PLAYBOOK_REASONS
from kuule.contacts.selectors import definitions
from kuule.insight.forms.conditions import condition_forms, conditions_in, known_properties
from kuule.workspaces.auth import MemberRequest, member_page

SHOWN = 50


@member_page("see_all_cases")
@require_safe
def playbook_list(request: MemberRequest) -> HttpResponse:
    """Show the playbooks in the order in which they decide."""
    return render(request, "act/playbook_list.html", {"playbooks": playbooks_of(request.workspace)})


@member_page("see_all_cases")
@require_safe
def playbook_page(request: MemberRequest, playbook_id: int) -> HttpResponse:
    """Show about whom a playbook would have opened a case in the last 30 days."""
    playbook = _playbook(request, playbook_id)
    now = timezone.now()
    context: dict[str, Any] = {"playbook": playbook, "days": TRIED_DAYS, "most": MOST_READ, "shown": SHOWN}
    if playbook.reason == SILENT:
        silent = list(islice(fitting_contacts(request.workspace, playbook, now=now), MOST_READ))
        context |= {"silent": silent[:SHOWN], "total": len(silent), "is_all": len(silent) < MOST_READ}
    else:
        trial = tried(playbook, now=now)
        context |= {"answers": trial.found[:SHOWN], "total": len(trial.found), "is_all": trial.is_all}
    return render(request, "act/playbook_page.html", context)


@member_page("change_playbooks")
@require_http_methods(["GET", "HEAD", "POST"])
def playbook_new(request: MemberRequest, reason: str) -> HttpResponse:
    """Write a playbook."""
    if reason not in PLAYBOOK_REASONS:
        raise Http404
    desk = _desk(request, reason)
    if desk["is_valid"]:
        made = add_playbook(workspace=request.workspace, plan=_plan(desk), actor=request.actor, now=timezone.now())
        messages.success(request, _("The rule is kept, behind all others. See what it would have done."))
        return redirect("playbook_page", request.workspace.slug, made.pk)
    return _shown(request, desk)


@member_page("change_playbooks")
@require_http_methods(["GET", "HEAD", "POST"])
def playbook_edit(request: MemberRequest, playbook_id: int) -> HttpResponse:
    """Change a playbook."""
    playbook = _playbook(request, playbook_id)
    desk = _desk(request, playbook.reason, playbook)
    if desk["is_valid"]:
        change_playbook(playbook=playbook, plan=_plan(desk), actor=request.actor, now=timezone.now())
        messages.success(request, _("The rule is changed. Cases that are open stay as they are."))
        return redirect("playbook_page", request.workspace.slug, playbook.pk)
    return _shown(request, desk)


@member_page("change_playbooks")
@require_POST
def playbook_switch(request: MemberRequest, playbook_id: int) -> HttpResponse:
    """Switch a playbook on or off, as the form says."""
    playbook, is_on = _playbook(request, playbook_id), request.POST.get("on") == "1"
    switch_playbook(playbook=playbook, is_on=is_on, actor=request.actor, now=timezone.now())
    return redirect("playbook_list", request.workspace.slug)


@member_page("change_playbooks")
@require_POST
def playbook_move(request: MemberRequest, playbook_id: int) -> HttpResponse:
    """Let a playbook decide earlier or later, as the form says."""
    playbook, up = _playbook(request, playbook_id), request.POST.get("up") == "1"
    move_playbook(playbook=playbook, up=up, actor=request.actor, now=timezone.now())
    return redirect("playbook_list", request.workspace.slug)


def _playbook(request: MemberRequest, playbook_id: int) -> Playbook:
    return get_object_or_404(playbooks_of(request.workspace), pk=playbook_id)


def _desk(request: MemberRequest, reason: str, playbook: Playbook | None = None) -> dict[str, Any]:
    posted = request.POST if request.method == "POST" else None
    known = known_properties(definitions(request.workspace))
    form = PlaybookForm(posted, workspace=request.workspace, reason=reason, playbook=playbook)
    lines = condition_forms(posted, conditions=playbook.conditions if playbook else [], known=known)
    is_valid = posted is not None and all([form.is_valid(), lines.is_valid()])
    chosen = playbook is not None and (playbook.themes or playbook.account_owners or playbook.touchpoints.exists())
    return {
        "playbook": playbook,
        "reason": reason,
        "form": form,
        "lines": lines,
        "known": known,
        "narrows": chosen or posted is not None,
        "is_valid": is_valid,
    }


def _plan(desk: dict[str, Any]) -> Any:
    return desk["form"].plan(conditions_in(desk["lines"]))


def _shown(request: MemberRequest, desk: dict[str, Any]) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "act/playbook_edit.html", desk, status=status)
