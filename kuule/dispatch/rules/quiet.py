"""Quiet hours: when somebody does not want to be written to, on their own clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kuule.dispatch.rules.times import SendingTimes

# Times that leave no moment in so many steps from window to window leave none at all.
MOST_STEPS = 30
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day until another: [`first`, `last`). Over midnight where the first is the later one."""

    first: time
    last: time

    def __post_init__(self) -> None:
        if self.first == self.last:
            raise ValueError("Quiet hours must end at another time than they begin.")

    def is_quiet(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Tell whether a moment lies in them where the clock shows that zone."""
        at = moment.astimezone(zone).time()
        if self.first < self.last:
            return self.first <= at < self.last
        return at >= self.first or at < self.last

    def end_of(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return the first moment from this one on at which they are over, which is itself where they are not on.

        An end that the clock leaves out in spring comes as much later as the clock jumps; one that it repeats is met
        both times.
        """
        if not self.is_quiet(moment, zone):
            return moment
        return min(each for each in self._ends(moment, zone) if each > moment and not self.is_quiet(each, zone))

    def _ends(self, moment: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        day = moment.astimezone(zone).date()
        for number in range(3):
            for fold in (0, 1):
                at = self.last.replace(fold=fold)
                yield datetime.combine(day + number * _A_DAY, at, zone).astimezone(UTC)


def next_moment(
    now: datetime, zone: ZoneInfo, *, quiet: QuietHours | None, times: SendingTimes | None = None
) -> datetime | None:
    """Return the first moment from now on in which somebody may be written to; None where there never is one.

    `times` are those in which messages go out at all, `quiet` the hours in which this person wants none.
    """
    at = now
    for _step in range(MOST_STEPS):
        opens = times.next_moment(at, zone) if times else at
        at = quiet.end_of(opens, zone) if quiet else opens
        if at == opens:
            return at
    return None
