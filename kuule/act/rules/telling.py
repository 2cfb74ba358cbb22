"""Who is told that something was done about what they said, who is told later, and who is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kuule.dispatch.rules import ALLOW, ARCHIVED, CASE_OPEN, DROP, HOLD, NO_ADDRESS, NO_CONSENT, TAKEN_OUT, Decision
from kuule.dispatch.rules import Hold as AskHold

# Where one person stands: their mail is to be written, was written, or is not going to be.
TO_TELL, TOLD_PERSON, LEFT_OUT = "due", "told", "left_out"
TELLING_STATES = (TO_TELL, TOLD_PERSON, LEFT_OUT)

# Why somebody is left out, or told later, besides the reasons of asking.
NOT_A_PURPOSE, NO_TEXT, TOLD_LATELY, ASKED_LATELY = "not_a_purpose", "no_text", "told_lately", "asked_lately"

# Nobody hears of more than one initiative in this time, nor so shortly after they were asked something.
PAUSE_AFTER_TELLING, PAUSE_AFTER_ASK = timedelta(days=30), timedelta(days=7)
# Of an open case nobody knows the end: it is looked at again so often. Older news than this is no news.
LOOK_AGAIN, LONGEST_WAIT = timedelta(days=1), timedelta(days=60)

LONGEST_SUBJECT, LONGEST_TOLD = 200, 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """What decides whether one person is told.

    `suppressed` is why their address is not written to, "" for nothing. `told_at` and `asked_at` are when they were
    last told of an initiative and last asked something.
    """

    has_address: bool = True
    is_archived: bool = False
    suppressed: str = ""
    is_purpose: bool = True
    has_consent: bool = True
    is_taken_out: bool = False
    has_text: bool = True
    has_open_case: bool = False
    holds: Sequence[AskHold] = ()
    told_at: datetime | None = None
    asked_at: datetime | None = None


def decide_to_tell(person: Recipient, *, begun_at: datetime, now: datetime) -> Decision:
    """Decide whether a person is told now, later, or not at all.

    What never passes goes before what does. Who would have to wait longer than `LONGEST_WAIT` from `begun_at` on, when
    the telling began, is left out for the reason that holds longest.
    """
    if never := _never(person):
        return Decision(DROP, never)
    waits = [(each.until, each.reason) for each in person.holds]
    if person.has_open_case:
        waits.append((now + LOOK_AGAIN, CASE_OPEN))
    if person.told_at is not None:
        waits.append((person.told_at + PAUSE_AFTER_TELLING, TOLD_LATELY))
    if person.asked_at is not None:
        waits.append((person.asked_at + PAUSE_AFTER_ASK, ASKED_LATELY))
    until, reason = max(waits, default=(now, ""))
    if until <= now:
        return Decision(ALLOW)
    if until > begun_at + LONGEST_WAIT:
        return Decision(DROP, reason, until=until)
    return Decision(HOLD, reason, until=until)


def _never(person: Recipient) -> str:
    checks = (
        (not person.is_purpose, NOT_A_PURPOSE),
        (person.is_archived, ARCHIVED),
        (bool(person.suppressed), person.suppressed),
        (not person.has_address, NO_ADDRESS),
        (not person.has_consent, NO_CONSENT),
        (person.is_taken_out, TAKEN_OUT),
        (not person.has_text, NO_TEXT),
    )
    return next((reason for is_so, reason in checks if is_so), "")


def language_to_tell(wanted: str, *, written: Mapping[str, object], fallback: str) -> tuple[str, bool]:
    """Return the language somebody is told in, "" where nothing is written, and whether it is another than theirs."""
    for language in (wanted, wanted.partition("-")[0]):
        if language and language in written:
            return language, False
    found = next((each for each in (fallback, fallback.partition("-")[0]) if each in written), "")
    found = found or next(iter(sorted(written)), "")
    return found, bool(wanted) and found != wanted
