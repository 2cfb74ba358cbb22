"""Drawing the journey: stages and the order of everything, by plain forms."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.insight.forms.journey import JourneyOwnerForm, NameForm
from kuule.insight.views.journey_words import refusal_of
from kuule.surveys.models import JourneyStage, Touchpoint
from kuule.surveys.selectors import archived_touchpoints, journey_of, journey_owner, stages_of, touchpoint_of
from kuule.surveys.services import (
    add_stage,
    archive_touchpoint,
    bring_touchpoint_back,
    give_journey,
    move_stage,
    move_touchpoint,
    remove_stage,
    rename_stage,
)
from kuule.surveys.services.journey import EARLIER, LATER
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import members

STEPS = {"earlier": EARLIER, "later": LATER}


@member_page("change_surveys")
@require_safe
def journey_edit(request: MemberRequest) -> HttpResponse:
    """Show the stages with their touchpoints, to be named, ordered and removed."""
    context = {
        "stages": journey_of(request.workspace),
        "archived": archived_touchpoints(request.workspace),
        "form": NameForm(),
        "owner_form": _owner_form(request),
    }
    return render(request, "insight/journey_edit.html", context)


@member_page("change_surveys")
@require_POST
def journey_give(request: MemberRequest) -> HttpResponse:
    """Say whose the whole journey is."""
    form = _owner_form(request)
    if form.is_valid():
        owner = form.cleaned_data["owner"]
        give_journey(workspace=request.workspace, owner=owner, actor=request.actor, now=timezone.now())
        words = _("The journey is in the hands of %(name)s.") if owner else _("The journey is in nobody’s hands.")
        messages.success(request, words % {"name": owner})
    else:
        messages.error(request, _("Choose somebody who can sign in here."))
    return redirect("journey_edit", request.workspace.slug)


def _owner_form(request: MemberRequest) -> JourneyOwnerForm:
    known = members(request.workspace).filter(user__is_active=True)
    posted = request.POST if request.method == "POST" else None
    return JourneyOwnerForm(posted, members=known, owner=journey_owner(request.workspace))


@member_page("change_surveys")
@require_POST
def stage_add(request: MemberRequest) -> HttpResponse:
    """Add a stage at the end."""
    name = _name(request)
    if name:
        try:
            add_stage(workspace=request.workspace, name=name, actor=request.actor, now=timezone.now())
        except Refused as refused:
            messages.error(request, refusal_of(refused))
        else:
            messages.success(request, _("The stage %(name)s is the last one now.") % {"name": name})
    return redirect("journey_edit", request.workspace.slug)


@member_page("change_surveys")
@require_POST
def stage_rename(request: MemberRequest, stage_id: int) -> HttpResponse:
    """Give a stage another name."""
    stage, name = _stage(request, stage_id), _name(request)
    if name:
        try:
            rename_stage(stage=stage, name=name, actor=request.actor, now=timezone.now())
        except Refused as refused:
            messages.error(request, refusal_of(refused))
        else:
            messages.success(request, _("The stage is called %(name)s now.") % {"name": name})
    return redirect("journey_edit", request.workspace.slug)


@member_page("change_surveys")
@require_POST
def stage_move(request: MemberRequest, stage_id: int) -> HttpResponse:
    """Move a stage one place: `earlier` or `later`."""
    stage = _stage(request, stage_id)
    if not move_stage(stage=stage, by=_step(request), actor=request.actor, now=timezone.now()):
        messages.info(request, _("It is at the end already. Nothing moved."))
    return _back_to(request, f"stage-{stage.pk}")


@member_page("change_surveys")
@require_POST
def stage_remove(request: MemberRequest, stage_id: int) -> HttpResponse:
    """Remove an empty stage."""
    stage = _stage(request, stage_id)
    try:
        remove_stage(stage=stage, actor=request.actor, now=timezone.now())
    except Refused as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, _("The stage %(name)s is removed.") % {"name": stage.name})
    return redirect("journey_edit", request.workspace.slug)


@member_page("change_surveys")
@require_POST
def touchpoint_move(request: MemberRequest, touchpoint_id: int) -> HttpResponse:
    """Move a touchpoint one place within its stage: `earlier` or `later`."""
    touchpoint = _touchpoint(request, touchpoint_id)
    if not move_touchpoint(touchpoint=touchpoint, by=_step(request), actor=request.actor, now=timezone.now()):
        messages.info(request, _("It is at the end already. Nothing moved."))
    return _back_to(request, f"stage-{touchpoint.stage_id}")


@member_page("change_surveys")
@require_POST
def touchpoint_archive(request: MemberRequest, touchpoint_id: int) -> HttpResponse:
    """Put a touchpoint away."""
    touchpoint = _touchpoint(request, touchpoint_id)
    archive_touchpoint(touchpoint=touchpoint, actor=request.actor, now=timezone.now())
    messages.success(
        request,
        _("%(name)s is archived. Nobody is asked about it any more; what happened there is kept.")
        % {"name": touchpoint.name},
    )
    return redirect("journey_edit", request.workspace.slug)


@member_page("change_surveys")
@require_POST
def touchpoint_bring_back(request: MemberRequest, touchpoint_id: int) -> HttpResponse:
    """Bring an archived touchpoint back, switched off."""
    touchpoint = archived_touchpoints(request.workspace).filter(pk=touchpoint_id).first()
    if touchpoint is None:
        raise Http404
    bring_touchpoint_back(touchpoint=touchpoint, actor=request.actor, now=timezone.now())
    messages.success(request, _("%(name)s is back. Asking is off until you switch it on.") % {"name": touchpoint.name})
    return redirect("journey_edit", request.workspace.slug)


def _stage(request: MemberRequest, stage_id: int) -> JourneyStage:
    stage = stages_of(request.workspace).filter(pk=stage_id).first()
    if stage is None:
        raise Http404
    return stage


def _touchpoint(request: MemberRequest, touchpoint_id: int) -> Touchpoint:
    touchpoint = touchpoint_of(request.workspace, touchpoint_id=touchpoint_id)
    if touchpoint is None:
        raise Http404
    return touchpoint


def _name(request: MemberRequest) -> str:
    form = NameForm(request.POST)
    if form.is_valid():
        return str(form.cleaned_data["name"])
    messages.error(request, str(form.errors["name"][0]))
    return ""


def _step(request: MemberRequest) -> int:
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        raise Http404
    return step


def _back_to(request: MemberRequest, place: str) -> HttpResponse:
    answer = redirect("journey_edit", request.workspace.slug)
    answer.headers["Location"] += f"#{place}"
    return answer
