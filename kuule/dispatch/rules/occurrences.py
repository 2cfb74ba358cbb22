"""How occurrences can stand, where we know of them from, and what decides whether people are asked about them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kuule.contacts.rules.faults import Fault
from kuule.contacts.rules.rows import PersonRow
from kuule.dispatch.rules.times import SendingTimes

QUEUED, ASKED, LEFT_OUT = "queued", "asked", "left_out"
OCCURRENCE_STATES = (QUEUED, ASKED, LEFT_OUT)

API, WEBHOOK, FILE, DATE, BY_HAND = "api", "webhook", "file", "date", "by_hand"
SOURCES = (API, WEBHOOK, FILE, DATE, BY_HAND)

CREATED, REPEATED, REFUSED = "created", "repeated", "refused"

MOST_AT_ONCE = 10_000
# The clock of the other system may be a little ahead of ours.
CLOCKS_MAY_DIFFER = timedelta(minutes=10)

# Whoever was just in touch with the company may be asked on any day, only not at night.
ASKING_TIMES = SendingTimes(weekdays=frozenset(range(7)), first=time(8), last=time(21))

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What another system tells: who was in touch, when, and what there is to know. `happened_at` None means now."""

    external_id: str
    person: PersonRow
    happened_at: datetime | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one thing that was told: recorded as new, known before, or refused because of its faults."""

    outcome: str
    uid: UUID | None = None
    faults: Sequence[Fault] = ()


def is_drawn(*, workspace_id: int, uid: UUID, share: int) -> bool:
    """Tell whether an occurrence is drawn into a sample of so many percent: by chance, and always the same way."""
    return random.Random(f"{workspace_id} {uid}").random() * _PERCENT < share  # noqa: S311 - a fair draw, no secret


def next_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return when the day after that of a moment begins in a time zone."""
    day = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), zone)


def day_of(moment: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the day of a moment begins in a time zone, and when it ends."""
    return datetime.combine(moment.astimezone(zone).date(), time(), zone), next_day(moment, zone)
