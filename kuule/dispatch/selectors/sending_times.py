"""When the messages of a programme may go out, and on whose clock."""

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from kuule.dispatch.models import Programme
from kuule.dispatch.rules import SendingTimes
from kuule.workspaces.models import Workspace

YEARS_AHEAD = 3


def times_of(programme: Programme, *, around: date) -> SendingTimes:
    """Return when the messages of a programme may go out; holidays are known for the years around a day.

    Raises ValueError for times that never come, and for a country whose holidays nobody knows.
    """
    country, _, region = programme.holidays_of.partition("-")
    years = range(around.year - 1, around.year + YEARS_AHEAD)
    try:
        off = holidays.country_holidays(country, subdiv=region or None, years=years) if country else {}
    except NotImplementedError as error:
        raise ValueError(f"Nobody knows the holidays of {programme.holidays_of}.") from error
    return SendingTimes(
        weekdays=frozenset(map(int, programme.weekdays)),
        first=programme.first_time,
        last=programme.last_time,
        holidays=frozenset(off),
    )


def zone_of(name: str, workspace: Workspace) -> ZoneInfo:
    """Return the time zone of a person, else the company's."""
    try:
        return ZoneInfo(name or workspace.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(workspace.timezone)
