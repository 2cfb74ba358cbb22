"""Goals, and what was kept of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kuule.act.models import Goal, GoalPoint, Initiative
from kuule.insight.query import ALL_TIME, Query
from kuule.workspaces.models import Member, Workspace


def goals_of(workspace: Workspace) -> QuerySet[Goal]:
    """Return the goals of a workspace, the one whose day comes first in front."""
    found = Goal.objects.filter(workspace=workspace)
    return found.select_related(
        "workspace", "owner__user", "made_by__user", "pilot__initiative", "story__initiative"
    ).order_by("due_on", "pk")


def open_goals(workspace: Workspace, *, today: date) -> QuerySet[Goal]:
    """Return the goals that were not given up and whose day has not passed."""
    return goals_of(workspace).filter(given_up_at=None, due_on__gte=today)


def goals_without_point(*, day: date) -> QuerySet[Goal]:
    """Return the goals of all workspaces that are open on a day and have no figure kept for it."""
    running = Goal.objects.filter(given_up_at=None, due_on__gte=day, baseline_on__lt=day)
    kept = GoalPoint.objects.filter(day=day).values("goal")
    return running.exclude(pk__in=kept).select_related("workspace").order_by("pk")


def points_of(goal: Goal) -> list[GoalPoint]:
    """Return what was kept of a goal, the oldest first."""
    return list(goal.points.order_by("day"))


def goals_to_accept(member: Member, *, today: date) -> QuerySet[Goal]:
    """Return the goals that wait for this member to say that they are theirs."""
    return open_goals(member.workspace, today=today).filter(owner=member, accepted_at=None)


def goals_behind(initiative: Initiative) -> QuerySet[Goal]:
    """Return the goals for which an initiative is tried out, or of which it is told that it was done for them."""
    named = Q(pilot__initiative=initiative) | Q(story__initiative=initiative)
    return Goal.objects.filter(named, workspace=initiative.workspace_id).order_by("due_on", "pk")


def segment_of_goal(workspace: Workspace, params: Mapping[str, Any]) -> Query:
    """Return which answers a goal is about, as a query of all time."""
    zone = workspace.timezone
    # A query of all time asks for no moment, so that any will do.
    query, _problems = Query.from_params(
        dict(params), workspace_id=workspace.pk, timezone=zone, now=datetime.now(ZoneInfo(zone)), period=ALL_TIME
    )
    return query.asking(few_below=workspace.min_n_shown)
