"""Who may have cases, who is away, and who stands in."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from kuule.act.models import Absence, CaseTurn
from kuule.act.rules.routing import Wish, Worker, present
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import MANAGER, OWNER, PERMISSIONS

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


def stood_in_for(member: Member, *, day: date) -> list[int]:
    """Return the members whose due cases this one looks after on a day, because they are away."""
    away = absences_on(member.workspace, day=day)
    found = stand_ins_of(member.workspace, members=away, day=day)
    return sorted(each for each, stand_in in found.items() if stand_in == member.pk)


def wish_for(workspace: Workspace, *, by: str, named: Member | None, team: Team | None) -> Wish:
    """Return who should have a case: somebody by a rule, one of a team in turn, its managers, the owners."""
    mates = list(team.members.order_by("pk").values_list("pk", "role")) if team else []
    owners = Member.objects.filter(workspace=workspace, role=OWNER, user__is_active=True).order_by("pk")
    return Wish(
        by=by,
        named=named.pk if named else None,
        team=[pk for pk, _role in mates],
        managers=[pk for pk, role in mates if role == MANAGER],
        owners=list(owners.values_list("pk", flat=True)),
        taken=dict(CaseTurn.objects.filter(team=team).values_list("member_id", "taken_at")) if team else {},
    )


def managers_of(workspace: Workspace, team: Team | None) -> list[Member]:
    """Return who hears of a team's late cases: its managers, else all managers, else the owners of the workspace."""
    found = Member.objects.filter(workspace=workspace, user__is_active=True).order_by("pk")
    managers = found.filter(role=MANAGER)
    choices: Collection[QuerySet[Member]] = (
        *((managers.filter(teams=team),) if team else ()),
        managers,
        found.filter(role=OWNER),
    )
    return next((list(each) for each in choices if each.exists()), [])


def owners_of(workspace: Workspace) -> list[Member]:
    """Return the owners of a workspace who can sign in."""
    return list(Member.objects.filter(workspace=workspace, role=OWNER, user__is_active=True).order_by("pk"))
