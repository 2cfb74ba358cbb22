"""When teams meet, what they wrote down, and who may see it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from kuule.act.models import Huddle, HuddleItem, HuddlePlan
from kuule.act.rules.huddles import HANDED_ON, HELD, PLANNED, PROMISE, RUNNING
from kuule.lib.places import Place, behind
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import is_allowed


def plans_seen_by(member: Member) -> QuerySet[HuddlePlan]:
    """Return the rhythms that a member may see: all, or those of their teams and touchpoints; by name."""
    plans = HuddlePlan.objects.filter(workspace_id=member.workspace_id)
    if not is_allowed(member.role, "see_huddles"):
        return plans.none()
    if not is_allowed(member.role, "see_all_cases"):
        plans = plans.filter(_attended_by(member))
    known = plans.select_related("workspace", "team", "touchpoint__survey", "touchpoint__owner__user")
    return known.order_by("team__name", "touchpoint__name", "pk")


def plans_attended_by(member: Member) -> QuerySet[HuddlePlan]:
    """Return the rhythms of a member's own teams and touchpoints that are on."""
    return plans_seen_by(member).filter(_attended_by(member), is_on=True)


def attendees(plan: HuddlePlan) -> list[Member]:
    """Return who meets: the members of the team, and the owner of the touchpoint."""
    meets = Q(teams=plan.team_id) if plan.team_id else Q()
    if plan.touchpoint is not None and plan.touchpoint.owner_id:
        meets |= Q(pk=plan.touchpoint.owner_id)
    if not meets:
        return []
    found = Member.objects.filter(meets, workspace_id=plan.workspace_id, user__is_active=True).distinct()
    return list(found.select_related("user").order_by("user__name", "pk"))


def huddles_seen_by(member: Member) -> QuerySet[Huddle]:
    """Return the huddles that a member may see."""
    known = Huddle.objects.filter(plan__in=plans_seen_by(member).order_by().values("pk"))
    return known.select_related(
        "workspace", "plan__workspace", "plan__team", "plan__touchpoint__survey", "started_by__user"
    )


def huddles_of(workspace: Workspace, *, place: Place | None = None) -> QuerySet[Huddle]:
    """Return all huddles for a program, the latest first, from behind a place."""
    known = Huddle.objects.filter(workspace=workspace)
    known = known.select_related("plan__team", "plan__touchpoint", "started_by__user")
    return behind(known, place, time="planned_at")


def next_huddle(plan: HuddlePlan) -> Huddle | None:
    """Return the huddle that is on, else the one that comes next."""
    coming = plan.huddles.filter(state__in=(RUNNING, PLANNED))
    return coming.order_by("-state", "planned_at").first()


def held_huddles(plan: HuddlePlan) -> QuerySet[Huddle]:
    """Return the huddles that were held, the newest first."""
    return plan.huddles.filter(state=HELD).order_by("-planned_at", "-pk")


def last_until(plan: HuddlePlan) -> datetime | None:
    """Return up to when feedback was talked about, or None."""
    begun = plan.huddles.filter(until__isnull=False).order_by("-until")
    return begun.values_list("until", flat=True).first()


def promises_to_look_at(plan: HuddlePlan, *, since: datetime) -> list[HuddleItem]:
    """Return the promises of a team that are open, or were kept or dropped since a moment; by day."""
    promises = HuddleItem.objects.filter(huddle__plan=plan, kind=PROMISE)
    fresh = promises.filter(_is_open() | Q(done_at__gte=since) | Q(dropped_at__gte=since))
    return list(fresh.select_related("owner__user", "case__account").order_by("due_on", "pk"))


def open_promises(plan: HuddlePlan) -> list[HuddleItem]:
    """Return the promises of a team that wait to be kept, by day."""
    if plan._state.adding:
        return []
    promises = HuddleItem.objects.filter(_is_open(), huddle__plan=plan, kind=PROMISE)
    return list(promises.select_related("owner__user", "case__account").order_by("due_on", "pk"))


def items_of(huddle: Huddle) -> list[HuddleItem]:
    """Return what a huddle wrote down, in order."""
    return list(
        huddle.items.select_related(
            "owner__user", "case__account", "case__contact", "case__response", "theme"
        ).order_by("pk")
    )


def items_named(workspace_id: int, ids: Sequence[int]) -> list[HuddleItem]:
    """Return these things that huddles wrote down, by day."""
    found = HuddleItem.objects.filter(workspace_id=workspace_id, pk__in=list(ids))
    return list(found.select_related("owner__user", "case__account").order_by("due_on", "pk"))


def items_seen_by(member: Member) -> QuerySet[HuddleItem]:
    """Return what was written down in huddles that a member may see, and what they promised themselves."""
    plans = plans_seen_by(member).order_by().values("pk")
    found = HuddleItem.objects.filter(workspace_id=member.workspace_id)
    return found.filter(Q(huddle__plan__in=plans) | Q(owner=member)).select_related("huddle__plan", "workspace")


def promises_of(member: Member) -> QuerySet[HuddleItem]:
    """Return what a member promised in huddles and has not done yet, by day."""
    open_ones = HuddleItem.objects.filter(_is_open(), workspace_id=member.workspace_id, kind=PROMISE, owner=member)
    return open_ones.select_related("huddle__plan__team", "huddle__plan__touchpoint").order_by("due_on", "pk")


def handed_on(workspace: Workspace) -> QuerySet[HuddleItem]:
    """Return what huddles handed on to the outer loop and nobody took up yet, the oldest first."""
    waiting = HuddleItem.objects.filter(_is_open(), workspace=workspace, kind=HANDED_ON)
    return waiting.select_related("huddle__plan__team", "huddle__plan__touchpoint", "theme", "case").order_by(
        "made_at", "pk"
    )


def plans_to_look_at(*, now: datetime, limit: int) -> list[HuddlePlan]:
    """Return rhythms of which an agenda has to be mailed or the next huddle to be planned."""
    due = HuddlePlan.objects.filter(look_at__lte=now, is_on=True)
    return list(due.order_by("look_at", "pk")[:limit])


def _attended_by(member: Member) -> Q:
    return Q(team__in=member.teams.values("pk")) | Q(touchpoint__owner=member)


def _is_open() -> Q:
    return Q(done_at=None, dropped_at=None)
