"""When somebody is reminded of a case, and when others hear that it waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kuule.act.rules.due import LetterHours
from kuule.act.rules.triage import AT_ONCE

# How far a case has gone up: nobody heard of it again, its owner was reminded, the managers of the team know, the
# owners of the workspace know.
QUIET, REMINDED_ONCE, MANAGERS_KNOW, OWNERS_KNOW = 0, 1, 2, 3

USUAL_REMIND_HOURS, USUAL_MANAGERS_AFTER, USUAL_OWNERS_AFTER = 4, 0, 24
MOST_HOURS_LATER = 24 * 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How many hours before a case is due its owner is reminded (0: never), and how many after it others hear of it."""

    remind_before: int = USUAL_REMIND_HOURS
    managers_after: int = USUAL_MANAGERS_AFTER
    owners_after: int = USUAL_OWNERS_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What decides when a case that nobody has reached out in is looked at again."""

    opened_at: datetime
    due_at: datetime
    urgency: int
    level: int


def next_step(waiting: Waiting, *, steps: Steps, hours: LetterHours) -> tuple[int, datetime] | None:
    """Return the next level of a case and when it is reached, None where everybody knows already.

    Nothing is written at night and on days off, unless it is urgent enough: what would fall there comes before, if it
    is a reminder, and else after. A reminder for which there is no time before the case is due is left out.
    """
    level = waiting.level
    if level == QUIET:
        if (moment := _reminder(waiting, steps, hours)) is not None:
            return REMINDED_ONCE, moment
        level = REMINDED_ONCE
    after = {REMINDED_ONCE: steps.managers_after, MANAGERS_KNOW: steps.owners_after}.get(level)
    if after is None:
        return None
    return level + 1, _allowed(waiting, waiting.due_at + timedelta(hours=after), hours)


def _reminder(waiting: Waiting, steps: Steps, hours: LetterHours) -> datetime | None:
    wished = waiting.due_at - timedelta(hours=steps.remind_before)
    if not steps.remind_before or wished <= waiting.opened_at:
        return None
    if waiting.urgency >= AT_ONCE:
        return wished
    before = hours.last_until(wished)
    moment = before if before > waiting.opened_at else hours.next_from(wished)
    return moment if moment < waiting.due_at else None


def _allowed(waiting: Waiting, moment: datetime, hours: LetterHours) -> datetime:
    return moment if waiting.urgency >= AT_ONCE else hours.next_from(moment)
