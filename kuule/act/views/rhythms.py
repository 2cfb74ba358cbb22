"""The rhythms in which teams meet, and the huddles of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuule.act.answers.agenda import agenda_of
from kuule.act.answers.agenda_rows import agenda_rows
from kuule.act.forms.huddles import RhythmForm
from kuule.act.models import Huddle, HuddlePlan
from kuule.act.rules.huddles import PLANNED, RUNNING, SCORE_DAYS, fresh_since
from kuule.act.selectors.huddles import held_huddles, last_until, next_huddle, open_promises, plans_seen_by
from kuule.act.services.huddles import set_rhythm
from kuule.insight.answers import Segment, segments
from kuule.insight.query import TEAM, Query
from kuule.surveys.models import Touchpoint
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Team

METHODS = ["GET", "HEAD", "POST"]
ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A rhythm with the huddle that comes next, and the score of the team where several stand side by side."""

    plan: HuddlePlan
    coming: Huddle | None
    score: Segment | None


@member_page("see_huddles")
@require_safe
def huddle_list(request: MemberRequest) -> HttpResponse:
    """Show when the teams meet that a member may see; by name, because a score of some weeks makes no order."""
    plans = list(plans_seen_by(request.member))
    coming = _coming(plans)
    scores = _scores(request) if request.may("see_all_cases") else {}
    rows = [
        PlanRow(plan, coming.get(plan.pk), None if plan.touchpoint_id else scores.get(str(plan.team_id)))
        for plan in plans
    ]
    context = {"rows": rows, "has_scores": any(row.score for row in rows), "can_set": bool(_teams(request))}
    return render(request, "act/huddle_list.html", context)


@member_page("run_huddles")
@require_http_methods(METHODS)
def huddle_new(request: MemberRequest) -> HttpResponse:
    """Set the rhythm of a team or a touchpoint."""
    form = RhythmForm(_posted(request), teams=_teams(request), touchpoints=_touchpoints(request))
    return _edited(request, form, None)


@member_page("run_huddles")
@require_http_methods(METHODS)
def huddle_plan_edit(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Change when a team meets, or end its huddles."""
    plan = _plan(request, plan_id)
    return _edited(request, RhythmForm(_posted(request), teams=[], touchpoints=[], plan=plan), plan)


@member_page("see_huddles")
@require_safe
def huddle_plan(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Show the huddle that comes, what is promised, and those that were held."""
    plan, page = _plan(request, plan_id), page_number(request)
    held = list(held_huddles(plan)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    coming, now = next_huddle(plan), timezone.now()
    live = None
    if coming is not None and coming.state != RUNNING:
        since = fresh_since(last=last_until(plan), now=now)
        live = agenda_rows(request.workspace, agenda_of(plan, since=since, now=now))
    context = {
        "plan": plan,
        "coming": coming,
        "live": live,
        "today": timezone.localdate(),
        "promises": open_promises(plan),
        "held": held[:ON_A_PAGE],
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if len(held) > ON_A_PAGE else "",
    }
    return render(request, "act/huddle_plan.html", context)


def _edited(request: MemberRequest, form: RhythmForm, plan: HuddlePlan | None) -> HttpResponse:
    if form.is_bound and form.is_valid():
        kept = set_rhythm(workspace=request.workspace, rhythm=form.rhythm, actor=request.actor, now=timezone.now())
        messages.success(request, _("The rhythm is set.") if kept.is_on else _("No more huddles are planned."))
        return redirect("huddle_plan", request.workspace.slug, kept.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "act/huddle_edit.html", {"form": form, "plan": plan}, status=status)


def _coming(plans: list[HuddlePlan]) -> dict[int, Huddle]:
    found: dict[int, Huddle] = {}
    waiting = Huddle.objects.filter(plan__in=[plan.pk for plan in plans], state__in=(PLANNED, RUNNING))
    for huddle in waiting.order_by("-state", "planned_at"):
        found.setdefault(huddle.plan_id, huddle)
    return found


def _scores(request: MemberRequest) -> dict[str, Segment]:
    now, workspace = timezone.now(), request.workspace
    query = Query(
        workspace_id=workspace.pk,
        timezone=workspace.timezone,
        since=now - timedelta(days=SCORE_DAYS),
        until=now,
        by=TEAM,
        few_below=workspace.min_n_shown,
    )
    return {each.key: each for each in segments(query)}


def _teams(request: MemberRequest) -> list[Team]:
    """Return the teams whose rhythm a member may set: all of them for whoever sees all, else their own."""
    known = Team.objects.filter(workspace=request.workspace).order_by("name", "pk")
    return list(known if request.may("see_all_cases") else known.filter(members=request.member))


def _touchpoints(request: MemberRequest) -> list[Touchpoint]:
    known = Touchpoint.objects.filter(workspace=request.workspace, archived_at=None)
    mine = Q() if request.may("see_all_cases") else Q(owner=request.member)
    return list(known.filter(mine))


def _plan(request: MemberRequest, plan_id: int) -> HuddlePlan:
    return get_object_or_404(plans_seen_by(request.member), pk=plan_id)


def _posted(request: MemberRequest) -> Mapping[str, Any] | None:
    return request.POST if request.method == "POST" else None
