"""Taking a mail that came in: into its case, or leaving it where it is."""

from datetime import datetime, timedelta

import structlog
from django.core.files.base import ContentFile
from django.db import transaction

from kuule.act.channels.incoming_mail import IncomingMail, MailBody, MailHead, UnreadableMail
from kuule.act.models import Case, IncomingFile, IncomingLetter, Letter, StrayMail
from kuule.act.rules import BY_HAND
from kuule.act.rules.letters import (
    KEPT,
    MOST_A_DAY,
    MOST_TOLD_AN_HOUR,
    REPEATED,
    STRAY,
    TOO_MANY,
    UNREADABLE,
)
from kuule.act.rules.quotes import newly_written
from kuule.act.selectors.answered_letters import case_looked_after, letter_answered, newest_open_case
from kuule.act.selectors.office import Office
from kuule.act.services.opening import open_case
from kuule.act.services.planning import plan_case
from kuule.act.services.replying import hear_reply
from kuule.workspaces.rules import RESPONDENT

log = structlog.get_logger("kuule.act")


def take_mail(
    *, raw: bytes, now: datetime, is_whole: bool = True, recipients: tuple[str, ...] = ()
) -> tuple[str, bool]:
    """Put a mail into the case it belongs to, once. Return what became of it, and whether all of it is kept.

    What became of it: `kept`, `repeated`, or one of the codes of mail that is left alone: `stray`, `too_many`,
    `unreadable`. Every mail leaves a line in the log.
    """
    try:
        mail = IncomingMail(raw, is_whole=is_whole, recipients=recipients)
        outcome, is_all = _take(mail, mail.head(), now)
    except UnreadableMail:
        outcome, is_all = UNREADABLE, False
    log.info("mail_came_in", outcome=outcome)
    return outcome, is_all


@transaction.atomic
def _take(mail: IncomingMail, head: MailHead, now: datetime) -> tuple[str, bool]:
    letter = letter_answered(recipients=head.recipients, answers_to=head.answers_to)
    if letter is None or letter.contact is None:
        return _left(head, STRAY, now), False
    if IncomingLetter.objects.filter(workspace=letter.workspace, message_id=head.message_id).exists():
        return REPEATED, True
    case = letter.case and case_looked_after(letter.case)
    case = case or newest_open_case(letter)
    if case is None and head.is_automatic:
        # An absence note after thanks is no reason to call anybody.
        return REPEATED, True
    case = case or _case_for(letter, now)
    # One after another: each counts for the next.
    case = Case.objects.select_for_update(of=("self",)).select_related("workspace", "owner").get(pk=case.pk)
    recent = IncomingLetter.objects.filter(workspace=letter.workspace, case=case)
    if recent.filter(received_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        return _left(head, TOO_MANY, now), False
    told = recent.filter(received_at__gt=now - timedelta(hours=1), is_automatic=False).count()
    body = mail.body()
    kept = _keep(letter, case, head, body, now)
    if not head.is_automatic:
        hear_reply(incoming=kept, now=now, tells_owner=told < MOST_TOLD_AN_HOUR)
    return KEPT, not body.left_out


def _keep(letter: Letter, case: Case, head: MailHead, body: MailBody, now: datetime) -> IncomingLetter:
    is_theirs = letter.contact is not None and head.from_address == letter.contact.email.lower()
    kept = IncomingLetter.objects.create(
        workspace=letter.workspace,
        case=case,
        contact=letter.contact,
        letter=letter,
        message_id=head.message_id,
        received_at=now,
        is_automatic=head.is_automatic,
        is_from_contact=is_theirs,
        from_name="" if is_theirs else head.from_name,
        from_address="" if is_theirs else head.from_address,
        subject=head.subject,
        text=newly_written(body.text),
        whole=body.text,
        left_out=[{"name": name, "why": why} for name, why in body.left_out],
    )
    for each in body.files:
        row = IncomingFile(workspace=letter.workspace, incoming=kept, name=each.name, size=len(each.content))
        row.file.save(each.name, ContentFile(each.content))
    return kept


def _case_for(letter: Letter, now: datetime) -> Case:
    """Open a case for somebody who answered a mail that belongs to none: their words have to reach a person."""
    contact = letter.contact
    plan = plan_case(
        office=Office(letter.workspace, now=now),
        reason=BY_HAND,
        playbook=None,
        since=now,
        contact=contact,
        account=contact.account if contact else None,
    )
    return open_case(workspace=letter.workspace, plan=plan, actor=RESPONDENT, now=now)


def drop_old_stray_mails(*, before: datetime) -> int:
    """Forget who sent mail that belongs to no case and came before a moment. Return how many mails that was."""
    dropped, _rows = StrayMail.objects.filter(received_at__lt=before).delete()
    return dropped


def _left(head: MailHead, reason: str, now: datetime) -> str:
    StrayMail.objects.get_or_create(
        message_id=head.message_id,
        defaults={
            "received_at": now,
            "from_address": head.from_address,
            "subject": head.subject,
            "reason": reason,
        },
    )
    return reason
