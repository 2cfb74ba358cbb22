"""Reminders: which there are, and when the next one comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

MOST_REMINDERS = 5
LONGEST_WAIT_DAYS = 60
LONGEST_SUBJECT, LONGEST_WORDS = 150, 1_000
NOT_NOW_FOR = timedelta(days=30)

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: so many days after the message before it, on a channel ("": the same), in words of its own.

    `subject` and `words` are texts by language; a language that lacks has the survey's own words for a reminder.
    """

    after_days: int
    channel: str = ""
    subject: Texts = field(default_factory=dict)
    words: Texts = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the reminder as it is kept."""
        return {
            "after_days": self.after_days,
            "channel": self.channel,
            "subject": dict(self.subject),
            "words": dict(self.words),
        }


def reminders_from(kept: Sequence[Mapping[str, Any]] | None) -> tuple[Reminder, ...]:
    """Return the reminders that `as_json` wrote, in their order."""
    return tuple(Reminder(**each) for each in kept or ())


def next_reminder_at(reminders: Sequence[Reminder], *, reminded: int, last_message_at: datetime) -> datetime | None:
    """Return when the next reminder is due after so many and a message at a moment; None where there is no more."""
    if reminded >= min(len(reminders), MOST_REMINDERS):
        return None
    return last_message_at + timedelta(days=reminders[reminded].after_days)
