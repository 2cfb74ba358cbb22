"""On which days teams work."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import holidays
from django.db.models import QuerySet
from django.utils.translation import get_language

from kuule.act.models import DayOff, WorkCalendar
from kuule.act.rules.due import MONDAY_TO_FRIDAY, WorkingDays
from kuule.workspaces.models import Team, Workspace

_CALENDARS_REMEMBERED = 512


def calendars_of(workspace: Workspace) -> QuerySet[WorkCalendar]:
    """Return the calendars of a workspace: the one for all, then those of teams by name."""
    found = WorkCalendar.objects.filter(workspace=workspace).select_related("team")
    return found.order_by("team__name", "pk")


def calendar_for(workspace: Workspace, team: Team | None) -> WorkCalendar:
    """Return the calendar that a team works by: its own, else the one for all, else the usual one (not saved)."""
    found = (
        {each.team_id: each for each in WorkCalendar.objects.filter(workspace=workspace, team__in=[team])}
        if (team)
        else {}
    )
    if team is not None and team.pk in found:
        return found[team.pk]
    for_all = WorkCalendar.objects.filter(workspace=workspace, team=None).first()
    return for_all or WorkCalendar(workspace=workspace, weekdays=sorted(MONDAY_TO_FRIDAY))


def working_days(workspace: Workspace, team: Team | None, *, around: date) -> WorkingDays:
    """Return the days on which a team works, good for a year before and after a day."""
    calendar = calendar_for(workspace, team)
    off = {day for year in range(around.year - 1, around.year + 3) for day in holiday_names(calendar, year)}
    if calendar.pk:
        off.update(DayOff.objects.filter(calendar=calendar).values_list("day", flat=True))
    return WorkingDays(ZoneInfo(workspace.timezone), frozenset(calendar.weekdays), frozenset(off))


def holiday_names(calendar: WorkCalendar, year: int, *, language: str = "") -> Mapping[date, str]:
    """Return the public holidays of a year by this calendar, named in a language where the country has it."""
    return _holidays(calendar.country, calendar.region, year, language) if calendar.country else {}


def days_off_in(calendar: WorkCalendar, *, year: int) -> list[tuple[date, str, DayOff | None]]:
    """Return every day of a year, beside weekends, on which nobody works: its name, and the row if it is an own one."""
    language = get_language() or ""
    found: dict[date, tuple[str, DayOff | None]] = {
        day: (name, None) for day, name in holiday_names(calendar, year, language=language).items()
    }
    for each in DayOff.objects.filter(calendar=calendar.pk, day__year=year) if calendar.pk else ():
        found[each.day] = (each.name, each)
    return [(day, *found[day]) for day in sorted(found)]


def countries() -> Mapping[str, list[str]]:
    """Return the countries whose holidays are known, as ISO 3166 codes, with the regions each names."""
    return {code: list(regions) for code, regions in holidays.list_supported_countries().items() if len(code) == 2}


def weekdays_of(calendar: WorkCalendar) -> Iterator[date]:
    """Yield a day for each weekday on which people work by a calendar, for its name."""
    monday = date(2024, 1, 1)
    return (monday + timedelta(days=number) for number in sorted(calendar.weekdays))


@lru_cache(maxsize=_CALENDARS_REMEMBERED)
def _holidays(country: str, region: str, year: int, language: str) -> Mapping[date, str]:
    known = holidays.country_holidays(country, subdiv=region or None, years=year)
    spoken = next((each for each in known.supported_languages if language and each.startswith(language[:2])), None)
    if spoken:
        known = holidays.country_holidays(country, subdiv=region or None, years=year, language=spoken)
    return dict(known.items())


def country_of(timezone: str) -> str:
    """Return the country that a time zone is named after, as ISO 3166 code; "" where that says nothing."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    code = next((row[0] for row in rows if row[2] == timezone), "")
    return code if code in countries() else ""
