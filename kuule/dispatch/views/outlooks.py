"""What the next days of a programme bring, and how fast it can go, made ready for its page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kuule.dispatch.models import Programme
from kuule.dispatch.rules import reminders_from
from kuule.dispatch.rules.programmes import turns_a_day
from kuule.dispatch.selectors.programme_figures import capacity_of
from kuule.dispatch.selectors.programmes import DayOutlook
from kuule.dispatch.selectors.reminder_figures import reminder_lines
from kuule.dispatch.selectors.reminders import Source
from kuule.dispatch.selectors.sending_times import times_of
from kuule.dispatch.templatetags.dispatch import hold_reason


@dataclass(frozen=True, slots=True)
class OutlookLine:
    """A day of the outlook: the asked by channel, the others by rule in words, and the length of its bar in percent.

    `reminders` go out beside them: so many at most.
    """

    day: date
    asked: int
    channels: Sequence[tuple[str, int]]
    held: Sequence[tuple[str, int]]
    dropped: Sequence[tuple[str, int]]
    bar: int
    reminders: int


def outlook_context(programme: Programme, days: Sequence[DayOutlook]) -> dict[str, Any]:
    """Return the outlook as the page shows it; days on which nothing could happen are left out."""
    most = max((each.asked_total for each in days), default=0)
    if not days:
        return {"days": []}
    times = times_of(programme, around=days[0].day)
    shown = [
        each
        for each in days
        if times.is_sending_day(each.day) or each.asked or each.held or each.dropped or each.reminders
    ]
    rules = {rule for each in days for rule in (*each.held, *each.dropped)}
    words = {rule: hold_reason(rule, programme.workspace) for rule in rules}
    return {
        "days": [_line(each, most, words) for each in shown],
        "total_reminders": sum(each.reminders for each in days),
        "outlook_days": len(days),
        "total_asked": sum(each.asked_total for each in days),
    }


def reminders_context(source: Source, url: str) -> dict[str, Any]:
    """Return the reminders of a wave or programme as its page shows them: which there are, and how they went."""
    return {
        "reminders": reminders_from(source.reminders),
        "reminder_lines": reminder_lines(source),
        "reminders_url": url,
    }


def pace_context(programme: Programme, *, people: int, now: datetime) -> dict[str, Any]:
    """Return how many a day owners can follow, and how long a round takes where the pace is too slow for its period."""
    capacity = capacity_of(programme, now=now)
    paces = [pace for pace in (programme.pace, capacity.people_a_day if capacity else None) if pace]
    context: dict[str, Any] = {"capacity": capacity}
    if not paces or not people:
        return context
    times = times_of(programme, around=now.date())
    wanted = turns_a_day(people, times=times, since=now.date(), period_days=programme.period_days)
    slowest = min(paces)
    if slowest < wanted:
        context["round_days"] = round(programme.period_days * wanted / slowest)
        context["is_slowed_by_owners"] = capacity is not None and slowest == capacity.people_a_day
    return context


def _line(each: DayOutlook, most: int, words: Mapping[str, str]) -> OutlookLine:
    bar = round(100 * each.asked_total / most) if most else 0
    held, dropped = _in_words(each.held, words), _in_words(each.dropped, words)
    return OutlookLine(each.day, each.asked_total, _most_first(each.asked), held, dropped, bar, each.reminders)


def _in_words(counts: Mapping[str, int], words: Mapping[str, str]) -> list[tuple[str, int]]:
    return [(words[rule], people) for rule, people in _most_first(counts)]


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return Counter(counts).most_common()
