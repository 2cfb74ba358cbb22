"""One touchpoint: whose moment it is, and how people are asked about it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.contacts.rules import DATE
from kuule.contacts.selectors import definitions
from kuule.insight.forms.conditions import KnownProperty, condition_forms, conditions_in, known_properties
from kuule.insight.forms.journey import TouchpointForm, initial_of
from kuule.insight.views.journey_words import FIELDS, refusal_of
from kuule.surveys.models import Survey, Touchpoint
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.selectors import is_used, stages_of, touchpoint_of
from kuule.surveys.services import TouchpointSettings, add_touchpoint, change_touchpoint
from kuule.surveys.services.gates import GateClosed
from kuule.surveys.templatetags.gates import gate_words
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import members


@member_page("change_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint_new(request: MemberRequest) -> HttpResponse:
    """Name a touchpoint and say how people are asked about it."""
    stages = stages_of(request.workspace)
    if not stages.exists():
        messages.info(request, _("A touchpoint belongs to a stage. Begin with the stages."))
        return redirect("journey_edit", request.workspace.slug)
    stage = stages.filter(pk=row_id(request.GET.get("stage", "")) or 0).first()
    blank = Touchpoint(workspace=request.workspace, stage=stage or stages[0])
    return _desk(request, blank)


@member_page("change_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint_edit(request: MemberRequest, touchpoint_id: int) -> HttpResponse:
    """Change a touchpoint."""
    touchpoint = touchpoint_of(request.workspace, touchpoint_id=touchpoint_id)
    if touchpoint is None:
        raise Http404
    return _desk(request, touchpoint)


def _desk(request: MemberRequest, touchpoint: Touchpoint) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    known = known_properties(definitions(request.workspace))
    form = TouchpointForm(
        posted,
        initial=initial_of(touchpoint),
        choices={**_choices(request, touchpoint), "date_property": _dates(known, touchpoint)},
        is_used=touchpoint.pk is not None and is_used(touchpoint),
    )
    lines = condition_forms(posted, conditions=touchpoint.conditions, known=known)
    if posted is not None and form.is_valid() and lines.is_valid():
        try:
            name = _kept(request, touchpoint, form.settings(conditions_in(lines)))
        except GateClosed as closed:
            form.add_error("is_on", gate_words(closed))
        except Refused as refused:
            form.add_error(FIELDS.get(refused.code), refusal_of(refused))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": name})
            return redirect("journey", request.workspace.slug)
    context = {"touchpoint": touchpoint, "form": form, "lines": lines, "known": known}
    status = HTTPStatus.OK if posted is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "insight/touchpoint_edit.html", context, status=status)


def _kept(request: MemberRequest, touchpoint: Touchpoint, settings: TouchpointSettings) -> str:
    now = timezone.now()
    if touchpoint._state.adding:
        add_touchpoint(workspace=request.workspace, settings=settings, actor=request.actor, now=now)
    else:
        change_touchpoint(touchpoint=touchpoint, settings=settings, actor=request.actor, now=now)
    return settings.name


def _dates(known: Sequence[KnownProperty], touchpoint: Touchpoint) -> list[tuple[str, str]]:
    dates = [(each.key, each.words) for each in known if each.kind == DATE]
    key = touchpoint.date_property
    gone = [(key, key)] if key and key not in dict(dates) else []
    return [("", _("No: other systems or people tell what happens")), *dates, *gone]


def _choices(request: MemberRequest, touchpoint: Touchpoint) -> Mapping[str, Any]:
    # What a touchpoint has stays to be chosen, also when nobody would choose it anew.
    workspace = request.workspace
    surveys = Survey.objects.filter(workspace=workspace).order_by("name", "pk")
    return {
        "stage": stages_of(workspace),
        "owner": members(workspace).filter(Q(user__is_active=True) | Q(pk=touchpoint.owner_id or 0)),
        "survey": surveys.filter(Q(state=PUBLISHED, archived_at=None) | Q(pk=touchpoint.survey_id or 0)),
    }
