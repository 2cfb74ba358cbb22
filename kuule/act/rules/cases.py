"""What may be done in a case, what is missing before it can be closed, and what is best done next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kuule.act.rules import (
    AGREED,
    ASSIGNED,
    CALLED,
    CLOSING,
    CODED,
    DETRACTOR,
    NO_PERSON,
    OPEN,
    SNOOZED,
    UNREACHED,
)

LONGEST_WORDS = 5_000
LONGEST_SNOOZE = timedelta(days=60)

# What is best done next in a case, the first that fits.
TAKE, ANSWER, CALL, KEEP_PROMISE, CODE, CLOSE, REST, WAIT = (
    "take",
    "answer",
    "call",
    "keep_promise",
    "code",
    "close",
    "rest",
    "wait",
)

# Why an act is refused.
NOT_OPEN, NOT_CLOSED, NOT_MERGED, CHANGED_SINCE, NO_WORDS, TOO_LONG = (
    "not_open",
    "not_closed",
    "not_merged",
    "changed_since",
    "no_words",
    "too_long",
)
NO_OUTCOME, NO_CAUSE, NO_NOTE, NO_CONTACT, PROMISES_OPEN = (
    "no_outcome",
    "no_cause",
    "no_note",
    "no_contact",
    "promises_open",
)
BAD_MOMENT, DAY_OVER, ANOTHER_CUSTOMER, IN_ITSELF, SAME_OWNER = (
    "bad_moment",
    "day_over",
    "another_customer",
    "in_itself",
    "same_owner",
)

# Outcomes for which nobody has to have been reached: there was nobody to reach.
WITHOUT_CONTACT = (UNREACHED, NO_PERSON)

# Acts that somebody who saw the case before them would decide differently after.
DECISIVE = (ASSIGNED, SNOOZED, CLOSING, CODED, AGREED, CALLED, "mailed", "replied", "reopened", "absorbed", "contacted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a case stands, as far as the next act depends on it."""

    state: str
    has_owner: bool
    was_contacted: bool
    reply_waits: bool
    is_snoozed: bool
    has_cause: bool
    promises_due: int
    promises_open: int


def next_best_act(case: Standing) -> str:
    """Return what is best done next: a customer who waits for a word comes before what is for the record."""
    if case.state != OPEN:
        return REST
    if not case.has_owner:
        return TAKE
    if case.reply_waits:
        return ANSWER
    if case.is_snoozed:
        return WAIT
    if not case.was_contacted:
        return CALL
    if case.promises_due:
        return KEEP_PROMISE
    if not case.has_cause:
        return CODE
    return WAIT if case.promises_open else CLOSE


def lacks_before_closing(
    *, outcome: str, reason: str, was_contacted: bool, has_cause: bool, promises_open: int, note_asked: bool, words: str
) -> Sequence[str]:
    """Return what is missing before a case can be closed, as codes, in the order in which people do it.

    A case of somebody who was unhappy and was reached needs a root cause: without it nobody learns from it.
    """
    lacks = []
    if not outcome:
        lacks.append(NO_OUTCOME)
    if not was_contacted and outcome not in WITHOUT_CONTACT:
        lacks.append(NO_CONTACT)
    if promises_open:
        lacks.append(PROMISES_OPEN)
    if reason == DETRACTOR and not has_cause and outcome not in WITHOUT_CONTACT:
        lacks.append(NO_CAUSE)
    if note_asked and not words:
        lacks.append(NO_NOTE)
    return lacks


def asks_for_note(moment: str, note_moments: Collection[str]) -> bool:
    """Tell whether a playbook wants a note at an act."""
    return moment in note_moments


def is_snooze_possible(until: datetime, *, now: datetime) -> bool:
    """Tell whether a case may sleep until a moment: one to come, and not so far away that it is forgotten."""
    return now < until <= now + LONGEST_SNOOZE
