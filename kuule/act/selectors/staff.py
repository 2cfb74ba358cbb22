"""Who may have cases, who is away, and who stands in."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from kuule.act.models import Absence
from kuule.act.rules.routing import Worker, present
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import PERMISSIONS

WORKING_ROLES = tuple(sorted(PERMISSIONS["work_cases"]))


def workers(workspace: Workspace) -> QuerySet[Member]:
    """Return the members who may work cases and can sign in, by name."""
    found = Member.objects.filter(workspace=workspace, role__in=WORKING_ROLES, user__is_active=True)
    return found.select_related("user").order_by("user__name", "user__email", "pk")


def day_in(workspace: Workspace, now: datetime) -> date:
    """Return the day that a moment falls on in a workspace."""
    return now.astimezone(ZoneInfo(workspace.timezone)).date()


def staff_on(workspace: Workspace, *, day: date) -> dict[int, Worker]:
    """Return all members as routing sees them on a day: whether they may work cases, are away, and who stands in."""
    away = absences_on(workspace, day=day)
    rows = Member.objects.filter(workspace=workspace).values_list("pk", "role", "user__is_active")
    return {
        pk: Worker(role in WORKING_ROLES and active, pk in away, away[pk].stand_in_id if pk in away else None)
        for pk, role, active in rows
    }


def absences_on(workspace: Workspace, *, day: date) -> dict[int, Absence]:
    """Return who is away on a day, by member; of several absences the one with somebody to stand in."""
    found = Absence.objects.filter(workspace=workspace, first_day__lte=day, last_day__gte=day)
    return {each.member_id: each for each in found.order_by(F("stand_in").asc(nulls_first=True), "pk")}


def stand_ins_of(workspace: Workspace, *, members: Iterable[int], day: date) -> dict[int, int]:
    """Return who stands in for each of these members on a day; only those who are away and have somebody."""
    staff = staff_on(workspace, day=day)
    found = ((each, present(each, staff)) for each in members if each in staff and staff[each].is_away)
    return {each: stand_in for each, stand_in in found if stand_in is not None and stand_in != each}


def stood_in_for(member: Member, *, day: date) -> dict[int, date]:
    """Return whose due cases a member looks after on a day, by id, because they are away, and until which day."""
    away = absences_on(member.workspace, day=day)
    if not away:
        return {}
    found = stand_ins_of(member.workspace, members=away, day=day)
    return {each: away[each].last_day for each in sorted(away) if found.get(each) == member.pk}
