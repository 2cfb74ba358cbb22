"""Proposing an initiative and planning it anew."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.act.forms.initiatives import InitiativeForm
from kuule.act.models import Initiative, RootCause
from kuule.act.rules.initiatives import FROM_CAUSE, FROM_HAND, FROM_HUDDLE, FROM_THEME, FROM_TOUCHPOINT
from kuule.act.services.initiative_refusals import initiative_refusal
from kuule.act.services.initiatives import change_initiative, propose_initiative
from kuule.act.views.condition_words import known_of_people, segment_lines
from kuule.act.views.initiatives import initiative_shown
from kuule.economics.selectors.settings import money_settings
from kuule.insight.forms.conditions import conditions_in
from kuule.insight.selectors.themes import theme_of
from kuule.surveys.selectors import touchpoint_of
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

LONGEST_HANDED_ON = 120


@member_page("change_improvements")
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_new(request: MemberRequest) -> HttpResponse:
    """Propose an initiative; the address may name the cause, theme or touchpoint it is from, or words of a huddle."""
    origin, begun_from = _origin(request)
    desk = _desk(request, begun_from=begun_from)
    if desk["is_valid"]:
        made = propose_initiative(
            workspace=request.workspace,
            plan=_plan(desk),
            origin=origin,
            member=request.member,
            actor=request.actor,
            now=timezone.now(),
        )
        messages.success(request, _("It is proposed. Look at what is at stake, then ask for a decision."))
        return redirect("initiative_page", request.workspace.slug, made.pk)
    return _shown(request, desk)


@member_page("change_improvements")
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_edit(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Plan an initiative anew, until the work begins."""
    initiative = initiative_shown(request, initiative_id)
    desk = _desk(request, initiative=initiative)
    if desk["is_valid"]:
        try:
            change_initiative(
                initiative=initiative, plan=_plan(desk), member=request.member, actor=request.actor, now=timezone.now()
            )
        except Refused as refused:
            currency = money_settings(request.workspace).currency
            messages.error(request, initiative_refusal(refused, currency=currency))
        else:
            messages.success(request, _("It is changed. The log says what."))
        return redirect("initiative_page", request.workspace.slug, initiative.pk)
    return _shown(request, desk)


def _origin(request: MemberRequest) -> tuple[str, dict[str, Any]]:
    """Return where an initiative comes from, and what that fills in."""
    workspace, asked = request.workspace, request.GET
    if (number := row_id(asked.get("cause", ""))) and (
        cause := RootCause.objects.filter(workspace=workspace, pk=number).first()
    ):
        return FROM_CAUSE, {"root_cause": cause.pk, "cause": cause.name}
    if (number := row_id(asked.get("theme", ""))) and (theme := theme_of(workspace, theme_id=number)):
        return FROM_THEME, {"theme": theme.pk, "cause": theme.name_in(get_language() or "")}
    if (number := row_id(asked.get("touchpoint", ""))) and (
        touchpoint := touchpoint_of(workspace, touchpoint_id=number)
    ):
        return FROM_TOUCHPOINT, {"touchpoint": touchpoint.pk, "judged_by": touchpoint.pk, "owner": touchpoint.owner_id}
    if words := asked.get("huddle", "").strip():
        return FROM_HUDDLE, {"title": words[:LONGEST_HANDED_ON]}
    return FROM_HAND, {}


def _desk(
    request: MemberRequest, *, initiative: Initiative | None = None, begun_from: dict[str, Any] | None = None
) -> dict[str, Any]:
    posted = request.POST if request.method == "POST" else None
    known = known_of_people(request.workspace)
    form = InitiativeForm(
        posted,
        workspace=request.workspace,
        today=timezone.localdate(),
        initiative=initiative,
        begun_from=begun_from,
    )
    segment = segment_lines(posted, conditions=initiative.segment if initiative else [], known=known)
    return {
        "initiative": initiative,
        "form": form,
        "segment": segment,
        "known": known,
        "currency": money_settings(request.workspace).currency,
        # Both are asked, so that both say what is to be mended.
        "is_valid": posted is not None and all([form.is_valid(), segment.is_valid()]),
    }


def _plan(desk: dict[str, Any]) -> Any:
    return desk["form"].plan(segment=conditions_in(desk["segment"]))


def _shown(request: MemberRequest, desk: dict[str, Any]) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "act/initiative_edit.html", desk, status=status)
