"""Until when a person reaches out, and which moments are somebody's working time."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONDAY_TO_FRIDAY = frozenset(range(5))

# Nobody is free for longer than this: a calendar without a working day in it says nothing.
_FAR = 370
_DAY = timedelta(days=1)
_MIDNIGHT = 24


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days on which a team works, in the time zone of its workspace. `weekdays` are numbers, 0 for Monday."""

    zone: ZoneInfo
    weekdays: Container[int] = MONDAY_TO_FRIDAY
    days_off: Container[date] = field(default_factory=frozenset)

    def include(self, day: date) -> bool:
        """Tell whether the team works on a day."""
        return day.weekday() in self.weekdays and day not in self.days_off

    def next_from(self, day: date) -> date | None:
        """Return the first working day from a day on, None where there is none within a year."""
        days = (day + _DAY * number for number in range(_FAR))
        return next((each for each in days if self.include(each)), None)

    def last_until(self, day: date) -> date | None:
        """Return the last working day up to a day, None where there is none within a year."""
        days = (day - _DAY * number for number in range(_FAR))
        return next((each for each in days if self.include(each)), None)


@dataclass(frozen=True, slots=True)
class LetterHours:
    """When letters about cases are written: on working days, from one full hour until another on the local clock."""

    days: WorkingDays
    begins: int = 8
    ends: int = 18

    def next_from(self, moment: datetime) -> datetime:
        """Return the moment itself where it is in these hours, else when they begin next."""
        local = moment.astimezone(self.days.zone)
        if self.days.include(local.date()) and local.hour < self.ends:
            return max(moment, self._at(local.date(), self.begins))
        day = self.days.next_from(local.date() + _DAY)
        return moment if day is None else self._at(day, self.begins)

    def last_until(self, moment: datetime) -> datetime:
        """Return the moment itself where it is in these hours, else when they ended last."""
        local = moment.astimezone(self.days.zone)
        if self.days.include(local.date()) and local.hour >= self.begins:
            return min(moment, self._at(local.date(), self.ends))
        day = self.days.last_until(local.date() - _DAY)
        return moment if day is None else self._at(day, self.ends)

    def _at(self, day: date, hour: int) -> datetime:
        if hour == _MIDNIGHT:
            return end_of(day, self.days.zone)
        return datetime.combine(day, time(hour), self.days.zone).astimezone(UTC)


def due_at(answered_at: datetime, *, hours: int, days: WorkingDays) -> datetime:
    """Return until when a person reaches out: so many hours on the clock after the answer, in UTC.

    What falls on a day on which the team does not work rolls to the end of its next working day: the midnight that ends
    it, on the local clock. The hours are those that pass, also where clocks are set.
    """
    plain = answered_at.astimezone(UTC) + timedelta(hours=hours)
    day = plain.astimezone(days.zone).date()
    if days.include(day):
        return plain
    working = days.next_from(day)
    return plain if working is None else end_of(working, days.zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the midnight that ends a day in a time zone, in UTC."""
    return datetime.combine(day + _DAY, time(), zone).astimezone(UTC)
