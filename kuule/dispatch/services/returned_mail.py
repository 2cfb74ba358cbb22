"""A mail that came back: read, matched with one of ours, written down."""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db.models import Model

from kuule.dispatch.channels.returned_mail import read_returned_mail
from kuule.dispatch.services.reports import NotYetKnown, note_report

log = structlog.get_logger("kuule.dispatch")


# Takes a mail that reports nothing, if it is a reply to one of a higher room: the mail, whether its end is there too,
# and when. Returns whether all of it is kept now, so that it may be deleted.
ReplyReader = Callable[[bytes, bool, datetime], bool]

_READERS: list[ReplyReader] = []


def register_reader(reader: ReplyReader) -> None:
    """Offer mails of the bounce mailbox that report nothing to a higher room. Called once, when it is set up."""
    _READERS.append(reader)


def is_taken_as_reply(*, raw: bytes, is_whole: bool, now: datetime) -> bool:
    """Offer a mail that reports nothing to the rooms that wait for replies. True: one of them keeps all of it."""
    return any(reader(raw, is_whole, now) for reader in _READERS)


def note_returned_mail(*, raw: bytes, now: datetime) -> tuple[str, Model | None]:
    """Write down what a mail reports about one of ours. Return what the mail is, and which message it is about.

    What it is: a kind of `DELIVERY_EVENTS`, or `auto_reply`, `no_news`, `something_else`. Without a message nothing was
    done: the mail reports nothing, or names none of ours. Every mail leaves a line in the log.
    """
    mail = read_returned_mail(raw, now=now)
    ours = None
    if mail.report:
        try:
            ours = note_report(report=mail.report, now=now)
        except NotYetKnown:
            ours = None  # A message that comes back by mail left by mail: its Message-ID was known before it went.
    log.info("mail_came_back", kind=mail.kind, message=ours.pk if ours else None)
    return mail.kind, ours
