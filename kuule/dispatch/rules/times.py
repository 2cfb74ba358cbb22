"""When messages may go out, on the clock of whoever gets them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WORKDAYS = frozenset(range(5))
# Whoever rules out this many days in a row would never ask anybody.
LONGEST_GAP = 366
_A_DAY, _A_SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class SendingTimes:
    """Days and hours in which messages may go out. Monday is 0; the window is [`first`, `last`) of each sending day."""

    weekdays: frozenset[int] = WORKDAYS
    first: time = time(9)
    last: time = time(17)
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError("At least one day of the week must be a sending day.")
        if self.first >= self.last:
            raise ValueError("The window must begin before it ends.")

    def is_sending_day(self, day: date) -> bool:
        """Tell whether messages go out on a day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def days_from(self, day: date) -> Iterator[date]:
        """Yield the sending days from a day on, that day included. Raises ValueError where a year has none."""
        gap = 0
        while gap <= LONGEST_GAP:
            if self.is_sending_day(day):
                gap = 0
                yield day
            gap, day = gap + 1, day + _A_DAY
        raise ValueError("No day of a year is a sending day.")

    def moment_on(self, day: date, zone: ZoneInfo, share: float) -> datetime:
        """Return the moment that lies at a share in [0, 1) of the window of a day, where the clock shows that zone.

        An hour that the clock leaves out in spring is passed over; of one that it repeats the first counts. A day
        whose window is left out altogether gives way to the next.
        """
        opens, closes = self._window(day, zone)
        seconds = int((closes - opens).total_seconds() * share)
        return self.next_moment(min(opens + timedelta(seconds=seconds), closes - _A_SECOND), zone)

    def next_moment(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the first moment from now on in which a message may go out."""
        for day in self.days_from(now.astimezone(zone).date()):
            opens, closes = self._window(day, zone)
            if max(now, opens) < closes:
                return max(now, opens)
        raise AssertionError  # days_from ends with an error of its own

    def is_open(self, now: datetime, zone: ZoneInfo) -> bool:
        """Tell whether a message may go out now."""
        return self.next_moment(now, zone) == now

    def _window(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        return _on_clock(day, self.first, zone), _on_clock(day, self.last, zone)


def _on_clock(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
