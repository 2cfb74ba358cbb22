"""What mail servers and providers tell of a letter after it left."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kuule.act.models import Letter
from kuule.act.rules.letters import CAME_BACK, LETTER_BACK, is_personal
from kuule.act.selectors.letter_references import reported_letter
from kuule.act.services.cases import take_contact_back
from kuule.act.services.letter_handover import note_left
from kuule.act.services.letters import write_letter
from kuule.contacts.rules import BOUNCED, COMPLAINED, UNSUBSCRIBED
from kuule.contacts.selectors import address_hash
from kuule.contacts.services import suppress
from kuule.dispatch.rules import (
    COMPLAINT,
    DUE,
    FAILED,
    HANDED_OVER,
    HANDING_OVER,
    HARD_BOUNCE,
    OPENED,
    SOFT_BOUNCE,
    UNCERTAIN,
    UNSUBSCRIBE,
    Report,
)
from kuule.dispatch.services.reports import NotYetKnown
from kuule.workspaces.rules import RESPONDENT, SYSTEM, Actor

_STOPS: dict[str, tuple[str, Actor]] = {
    HARD_BOUNCE: (BOUNCED, SYSTEM),
    COMPLAINT: (COMPLAINED, SYSTEM),
    UNSUBSCRIBE: (UNSUBSCRIBED, RESPONDENT),
}


@transaction.atomic
def take_report(report: Report, now: datetime) -> Letter | None:
    """Note what is told of a letter of this room, and return it; None when it is about none. Twice is as good as once.

    A letter that came back reached nobody: the customer waits again, the owner of the case is told, and the address is
    not written to any more where it came back for good. No customer gets mail because of a report. Raises NotYetKnown
    when the letter may be known soon.
    """
    letter = reported_letter(report)
    if letter is None:
        if Letter.objects.filter(state=HANDING_OVER).exists() and report.provider_id:
            raise NotYetKnown
        return None
    at = min(report.happened_at, now)
    # Whoever reports on a letter had it.
    unsure = Letter.objects.filter(pk=letter.pk, state__in=(HANDING_OVER, UNCERTAIN, DUE)).exclude(message_id="")
    if unsure.update(state=HANDED_OVER, reason="", error="", handed_over_at=at):
        letter.handed_over_at = at
        note_left(letter=letter, at=at)
    if report.kind == OPENED:
        Letter.objects.filter(Q(opened_at=None) | Q(opened_at__gt=at), pk=letter.pk).update(opened_at=at)
    if report.kind in (HARD_BOUNCE, SOFT_BOUNCE):
        _came_back(letter, report, at, now)
    if report.kind in _STOPS:
        _stop_writing(letter, *_STOPS[report.kind], now)
    return letter


def _came_back(letter: Letter, report: Report, at: datetime, now: datetime) -> None:
    detail = report.detail if letter.contact_id else ""
    sent = Letter.objects.filter(pk=letter.pk, returned_at=None)
    if sent.update(state=FAILED, reason=CAME_BACK, error=detail[:300], returned_at=at) and is_personal(letter.purpose):
        _was_not_contacted(letter, now)


def _was_not_contacted(letter: Letter, now: datetime) -> None:
    """Let the customer wait again whom nothing but this letter reached, and tell who looks after them."""
    if letter.case is None or letter.handed_over_at is None:
        return
    case = take_contact_back(case=letter.case, at=letter.handed_over_at, now=now)
    told = case.owner or letter.written_by
    if told is not None:
        write_letter(
            workspace=letter.workspace,
            purpose=LETTER_BACK,
            to=told,
            case=case,
            once_key=f"letter-back {letter.pk}",
            now=now,
        )


def _stop_writing(letter: Letter, reason: str, actor: Actor, now: datetime) -> None:
    contact, workspace = letter.contact, letter.workspace
    if contact is None or not contact.email:
        return
    if reason == BOUNCED and address_hash(workspace, address=contact.email) != letter.address_hash:
        return
    suppress(workspace=workspace, address=contact.email, reason=reason, actor=actor, now=now, contact=contact)
