"""How reminders went: how many were sent, and after which of them people answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from kuule.dispatch.models import Delivery, Invitation, Programme
from kuule.dispatch.rules import HANDED_OVER, REMIND, reminders_from
from kuule.dispatch.selectors.reminders import Source, invitations_of


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One reminder: how many were sent, and how many answered after it and before the next. 0 is the first message."""

    number: int
    sent: int
    answered: int


def reminder_lines(source: Source) -> list[ReminderLine]:
    """Return how each message went, the first one first; nothing where no reminder was ever sent."""
    mine = invitations_of(source)
    sent = Delivery.objects.filter(
        workspace=source.workspace, invitation__in=mine.order_by().values("pk"), purpose=REMIND, state=HANDED_OVER
    )
    times: Counter[int] = Counter()
    for _invitation, number in sent.values_list("invitation").annotate(n=Count("pk")).order_by():
        times.update(range(1, number + 1))
    if not times:
        return []
    before = sent.filter(handed_over_at__lte=F("invitation__answered_at"))
    after: Counter[int] = Counter(
        number for _each, number in before.values_list("invitation").annotate(n=Count("pk")).order_by()
    )
    counted = mine.aggregate(asked=Count("pk", filter=Q(asked_at__isnull=False)), answered=Count("answered_at"))
    first = ReminderLine(0, counted["asked"], counted["answered"] - after.total())
    return [first, *(ReminderLine(number, times[number], after[number]) for number in sorted(times))]


def reminders_ahead(programme: Programme, *, asked: Mapping[date, int], first: date, days: int) -> dict[date, int]:
    """Return how many reminders a programme sends at most on the next days: fewer with everybody who answers before.

    Those who wait for one by now come first, then those who would be asked on the days of `asked`.
    """
    reminders = reminders_from(programme.reminders)
    found: Counter[date] = Counter()
    last = first + timedelta(days=days)
    waiting = Invitation.objects.filter(
        workspace_id=programme.workspace_id, programme=programme, remind_at__isnull=False, answered_at=None
    )
    for at, reminded in waiting.values_list("remind_at", "reminded"):
        day = at.date() if at else first
        _count(found, max(day, first), [each.after_days for each in reminders[(reminded or 0) + 1 :]], 1)
    gaps = [each.after_days for each in reminders]
    for day, people in asked.items():
        if gaps and people:
            _count(found, day + timedelta(days=gaps[0]), gaps[1:], people)
    return {day: number for day, number in found.items() if first <= day < last}


def _count(found: Counter[date], day: date, gaps: Iterable[int], people: int) -> None:
    found[day] += people
    for gap in gaps:
        day += timedelta(days=gap)
        found[day] += people
