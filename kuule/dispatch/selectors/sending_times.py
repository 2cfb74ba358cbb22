"""When the messages of a programme may go out, and on whose clock."""

from datetime import date
from functools import lru_cache
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
    return SendingTimes(
        weekdays=frozenset(map(int, programme.weekdays)),
        first=programme.first_time,
        last=programme.last_time,
        holidays=_days_off(programme.holidays_of, around.year),
    )


@lru_cache(maxsize=128)
def _days_off(place: str, year: int) -> frozenset[date]:
    # Working them out takes longer than handing a mail over.
    country, _, region = place.partition("-")
    years = range(year - 1, year + YEARS_AHEAD)
    try:
        return frozenset(holidays.country_holidays(country, subdiv=region or None, years=years) if country else ())
    except NotImplementedError as error:
        raise ValueError(f"Nobody knows the holidays of {place}.") from error


def zone_of(name: str, workspace: Workspace) -> ZoneInfo:
    """Return the time zone of a person, else the company's."""
    try:
        return ZoneInfo(name or workspace.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(workspace.timezone)
