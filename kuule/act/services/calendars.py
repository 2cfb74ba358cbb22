"""Setting when teams work, who is away, and how a workspace looks after its cases."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction

from kuule.act.models import Absence, CaseSettings, DayOff, WorkCalendar
from kuule.act.selectors.calendars import countries
from kuule.act.selectors.settings import case_settings
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

LONGEST_ABSENCE_DAYS = 366


@transaction.atomic
def set_calendar(
    *,
    workspace: Workspace,
    team: Team | None,
    weekdays: Collection[int],
    country: str,
    region: str,
    actor: Actor,
    now: datetime,
) -> WorkCalendar:
    """Set on which days a team works, or without one everybody who has no calendar of their own.

    Cases that are open keep their time. Raises Refused("no_weekday") and Refused("unknown_country").
    """
    known = countries()
    if not weekdays:
        raise Refused("no_weekday")
    if country and (country not in known or (region and region not in known[country])):
        raise Refused("unknown_country")
    wanted = {"weekdays": sorted(weekdays), "country": country, "region": region if country else ""}
    calendar, _made = WorkCalendar.objects.update_or_create(workspace=workspace, team=team, defaults=wanted)
    record(workspace=workspace, actor=actor, act="calendar_set", subject=calendar, now=now)
    return calendar


@transaction.atomic
def drop_calendar(*, calendar: WorkCalendar, actor: Actor, now: datetime) -> None:
    """Let a team work by the calendar for all again. Raises Refused("for_all") for that one itself."""
    if calendar.team_id is None:
        raise Refused("for_all")
    record(workspace=calendar.workspace, actor=actor, act="calendar_dropped", subject=calendar, now=now)
    calendar.delete()


@transaction.atomic
def add_day_off(*, calendar: WorkCalendar, day: date, name: str, actor: Actor, now: datetime) -> DayOff:
    """Write down a day on which nobody works. Raises Refused("day_off_already")."""
    try:
        with transaction.atomic():
            off = DayOff.objects.create(workspace=calendar.workspace, calendar=calendar, day=day, name=name)
    except IntegrityError as error:
        raise Refused("day_off_already") from error
    record(workspace=calendar.workspace, actor=actor, act="day_off_added", subject=off, now=now)
    return off


@transaction.atomic
def drop_day_off(*, off: DayOff, actor: Actor, now: datetime) -> None:
    """Let people work on a day again."""
    record(workspace=off.workspace, actor=actor, act="day_off_dropped", subject=off, now=now)
    off.delete()


@transaction.atomic
def note_absence(
    *,
    member: Member,
    first_day: date,
    last_day: date,
    stand_in: Member | None,
    actor: Actor,
    now: datetime,
) -> Absence:
    """Write down that a member is away, both days included, and who stands in.

    Raises Refused("ends_before_start"), Refused("too_long", days=…) and Refused("stands_in_for_themselves").
    """
    if last_day < first_day:
        raise Refused("ends_before_start")
    if (last_day - first_day).days >= LONGEST_ABSENCE_DAYS:
        raise Refused("too_long", days=LONGEST_ABSENCE_DAYS)
    if stand_in == member:
        raise Refused("stands_in_for_themselves")
    absence = Absence.objects.create(
        workspace=member.workspace, member=member, first_day=first_day, last_day=last_day, stand_in=stand_in
    )
    record(workspace=member.workspace, actor=actor, act="absence_noted", subject=absence, now=now)
    return absence


@transaction.atomic
def drop_absence(*, absence: Absence, actor: Actor, now: datetime) -> None:
    """Take an absence back: somebody is there after all, or came back early."""
    record(workspace=absence.workspace, actor=actor, act="absence_dropped", subject=absence, now=now)
    absence.delete()


@transaction.atomic
def set_case_settings(*, workspace: Workspace, actor: Actor, now: datetime, **values: int) -> CaseSettings:
    """Set when people are reminded, who hears of late cases when, and how many customers one can call a day.

    Open cases keep the moment that is set for their next step. Raises Refused("no_hours") where letters would never be
    written, Refused("owners_before_managers") where the owners would hear first.
    """
    settings = case_settings(workspace)
    for name, value in values.items():
        setattr(settings, name, value)
    if settings.letters_from >= settings.letters_until:
        raise Refused("no_hours")
    if settings.owners_after < settings.managers_after:
        raise Refused("owners_before_managers")
    settings.changed_at = now
    settings.save()
    record(workspace=workspace, actor=actor, act="case_settings_changed", subject=workspace, now=now)
    return settings
