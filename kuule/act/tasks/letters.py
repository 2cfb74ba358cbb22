"""The drains of letters."""

import time

import structlog
from django.conf import settings
from django.utils import timezone

from kuule.act.rules.letters import KEPT, REPEATED
from kuule.act.selectors.automatic_letters import workspaces_with_letters
from kuule.act.services.automatic_letters import ask_some_if_solved, thank_some
from kuule.act.services.incoming import take_mail
from kuule.act.services.letter_handover import (
    declare_letters_uncertain,
    due_letters,
    hand_over_letter,
    rest_letters,
)
from kuule.contacts.rules.wishes import EMAIL
from kuule.dispatch.channels import new_channel
from kuule.dispatch.channels.base import NoConnection
from kuule.dispatch.channels.bounce_mailbox import MAILBOX_TROUBLES, BounceMailbox, FetchedMail
from kuule.dispatch.services import note_returned_mail

log = structlog.get_logger("kuule.act")

# A call ends soon even when the other side is slow, so that a worker that is told to stop can finish its row.
LONGEST_CALL_SECONDS = 10.0
LETTERS_PER_CALL, MAILS_PER_CALL = 200, 100


def drain_letters() -> int:
    """Hand over letters that are due. Returns how many were tried."""
    end = time.monotonic() + LONGEST_CALL_SECONDS
    tried = 0
    waiting = due_letters(now=timezone.now(), limit=LETTERS_PER_CALL)
    if not waiting:
        return 0
    channel = new_channel(EMAIL)
    try:
        channel.open()
        for letter in waiting:
            if time.monotonic() > end:
                break
            tried += hand_over_letter(letter_id=letter, channel=channel, now=timezone.now()) is not None
    except NoConnection as error:
        log.warning("no_connection", channel=EMAIL)
        rest_letters(detail=str(error), now=timezone.now())
    finally:
        channel.close()
    return tried


def drain_stuck_letters() -> int:
    """Settle handovers of letters whose process must have died. Returns how many there were."""
    return declare_letters_uncertain(now=timezone.now())


def drain_automatic_letters() -> int:
    """Thank people who answered, and ask those whose case closed whether it is solved. Returns how many letters."""
    written = 0
    for chosen in workspaces_with_letters():
        try:
            written += thank_some(settings=chosen, now=timezone.now())
            written += ask_some_if_solved(settings=chosen, now=timezone.now())
        except Exception:
            log.exception("letters_not_written", workspace=chosen.workspace_id)
    return written


def drain_replies() -> int:
    """Read what came to the reply mailbox. Returns how many mails there were.

    Where bounces come to the same mailbox, it is read with them.
    """
    login = settings.KUULE_REPLY_IMAP_LOGIN
    if login is None or login == settings.KUULE_BOUNCE_IMAP_LOGIN:
        return 0
    end = time.monotonic() + LONGEST_CALL_SECONDS
    read = 0
    try:
        with BounceMailbox(login) as mailbox:
            for mail in mailbox.unread(MAILS_PER_CALL):
                _take_reply(mailbox, mail)
                read += 1
                if time.monotonic() > end:
                    break
    except MAILBOX_TROUBLES as error:
        log.warning("reply_mailbox_out_of_reach", trouble=type(error).__name__)
    return read


def _take_reply(mailbox: BounceMailbox, mail: FetchedMail) -> None:
    now = timezone.now()
    try:
        _kind, ours = note_returned_mail(raw=mail.raw, now=now)
        outcome, is_all = (KEPT, True) if ours else take_mail(raw=mail.raw, is_whole=mail.is_whole, now=now)
    except Exception:
        log.exception("reply_not_read")
        mailbox.leave(mail.name, is_odd=True)
        return
    if outcome in (KEPT, REPEATED) and is_all:
        mailbox.remove(mail.name)
    else:
        mailbox.leave(mail.name, is_odd=outcome == KEPT)
