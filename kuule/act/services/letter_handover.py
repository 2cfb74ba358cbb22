"""Handing letters over: never twice, and never without a trace.

As with surveys, the row says `handing_over`, with its Message-ID, before the mail is given away. When the process dies
in between, the letter becomes `uncertain`: it is shown, and never sent again by itself. Letters are claimed one by one:
there are few of them, and each one is somebody's words.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import QuerySet

from kuule.act.models import Letter
from kuule.act.rules import ASKED, MAILED, THANKED, TOLD
from kuule.act.rules.letters import CASE_LETTER, PANEL, SOLVED_ASK, THANKS, TOLD_DONE
from kuule.act.services.cases import mark_contacted
from kuule.act.services.history import note_event
from kuule.act.services.letter_checks import hindrance_of
from kuule.act.services.letter_writing import envelope_of
from kuule.dispatch.channels.base import Channel, Envelope, NoConnection, NotHandedOver, OutcomeUnknown
from kuule.dispatch.rules import (
    CONNECTION_LOST,
    CONNECTION_PAUSE,
    DROPPED,
    DUE,
    FAILED,
    HANDED_OVER,
    HANDING_OVER,
    INTERRUPTED,
    NO_CONNECTION,
    SENT_AGAIN,
    STUCK_AFTER,
    UNCERTAIN,
    UNEXPECTED,
    retry_delay,
)

log = structlog.get_logger("kuule.act")

_WRITTEN = (
    *("state", "reason", "error", "claimed_at", "attempts", "message_id", "address_hash"),
    *("reply_hash", "link_hash", "due_at"),
)
# What the history of a case says of a letter that left; of those to members it says nothing here.
_EVENTS = {CASE_LETTER: MAILED, THANKS: THANKED, SOLVED_ASK: ASKED, PANEL: ASKED, TOLD_DONE: TOLD}


@dataclass(frozen=True, slots=True)
class Claim:
    """A letter that this process alone may hand over, and its mail."""

    letter: Letter
    envelope: Envelope


def due_letters(*, now: datetime, limit: int) -> list[int]:
    """Return the ids of letters that are due, those that wait longest first."""
    due = Letter.objects.filter(state=DUE, due_at__lte=now).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def hand_over_letter(*, letter_id: int, channel: Channel, now: datetime) -> str | None:
    """Hand one due letter over and return its state; None when it was not due or is another worker's.

    Raises NoConnection when it stays due, because the other side cannot be reached.
    """
    claim = claim_letter(letter_id=letter_id, now=now)
    if not isinstance(claim, Claim):
        return claim
    mine = _still_mine(claim.letter)
    try:
        provider_id = channel.hand_over(claim.envelope)
    except NotHandedOver as error:
        delay = None if error.is_permanent else retry_delay(claim.letter.attempts)
        return _wait_or_fail(mine, delay, now, reason=error.reason, error=error.detail)
    except NoConnection:
        tries = claim.letter.attempts - 1
        _wait_or_fail(mine, CONNECTION_PAUSE, now, reason=NO_CONNECTION, attempts=tries)
        raise
    except OutcomeUnknown:
        mine.update(state=UNCERTAIN, reason=CONNECTION_LOST)
        return UNCERTAIN
    note_handed_over(letter=claim.letter, provider_id=provider_id, at=now)
    return HANDED_OVER


@transaction.atomic
def claim_letter(*, letter_id: int, now: datetime) -> Claim | str | None:
    """Take a due letter for this process alone, with its mail written; else return its state, None when not due."""
    # Only the row itself: PostgreSQL cannot lock what an outer join may leave empty.
    due = Letter.objects.filter(pk=letter_id, state=DUE, due_at__lte=now)
    letter = due.select_for_update(of=("self",), skip_locked=True).select_related("workspace").first()
    if letter is None:
        return None
    hindrance = hindrance_of(letter, now=now)
    if hindrance is not None and hindrance.until is not None:
        due.update(due_at=hindrance.until, reason=hindrance.reason)
        return DUE
    if hindrance is not None:
        due.update(state=DROPPED, reason=hindrance.reason, claimed_at=now)
        return DROPPED
    letter.attempts += 1
    try:
        envelope = envelope_of(letter)
    except Exception:
        log.exception("letter_not_written", letter=letter.pk)
        return _wait_or_fail(due, retry_delay(letter.attempts), now, reason=UNEXPECTED, attempts=letter.attempts)
    letter.state, letter.reason, letter.error, letter.claimed_at = HANDING_OVER, "", "", now
    letter.save(update_fields=_WRITTEN)
    return Claim(letter, envelope)


@transaction.atomic
def note_handed_over(*, letter: Letter, provider_id: str, at: datetime) -> None:
    """Note that a letter was taken, and what follows: only what a person wrote counts as contact with a customer."""
    taken = {"state": HANDED_OVER, "reason": "", "error": "", "handed_over_at": at}
    if not _still_mine(letter).update(**taken, provider_id=provider_id[:200]):
        return
    note_left(letter=letter, at=at)


def note_left(*, letter: Letter, at: datetime) -> None:
    """Write what left into the history of its case."""
    case, kind = letter.case, _EVENTS.get(letter.purpose)
    if case is None or kind is None:
        return
    note_event(case=case, kind=kind, now=at, by=letter.written_by, letter=letter.pk, purpose=letter.purpose)
    if letter.purpose == CASE_LETTER and letter.contact_id == case.contact_id:
        mark_contacted(case=case, by=letter.written_by, now=at)


def rest_letters(*, detail: str, now: datetime) -> None:
    """Let letters wait a little because the other side cannot be reached. That is no attempt of theirs."""
    waiting = Letter.objects.filter(state=DUE, due_at__lte=now)
    waiting.update(due_at=now + CONNECTION_PAUSE, reason=NO_CONNECTION, error=detail[:300])


def declare_letters_uncertain(*, now: datetime) -> int:
    """Stop waiting for handovers whose process must have died. Return how many there were."""
    stuck = Letter.objects.filter(state=HANDING_OVER, claimed_at__lt=now - STUCK_AFTER)
    return stuck.update(state=UNCERTAIN, reason=INTERRUPTED)


def _wait_or_fail(mine: QuerySet[Letter], delay: timedelta | None, now: datetime, **fields: object) -> str:
    state = FAILED if delay is None else DUE
    mine.update(state=state, due_at=now + (delay or timedelta(0)), **fields)
    return state


def _still_mine(letter: Letter) -> QuerySet[Letter]:
    # Unless a person decided meanwhile, or a report came in before this.
    mine = Letter.objects.filter(pk=letter.pk, message_id=letter.message_id, state__in=(HANDING_OVER, UNCERTAIN))
    return mine.exclude(reason=SENT_AGAIN)
