"""A mail that came back: read, matched with one of ours, written down."""

from datetime import datetime

import structlog

from kuule.dispatch.channels.returned_mail import read_returned_mail
from kuule.dispatch.models import Delivery
from kuule.dispatch.services.reports import NotYetKnown, note_report

log = structlog.get_logger("kuule.dispatch")


def note_returned_mail(*, raw: bytes, now: datetime) -> tuple[str, Delivery | None]:
    """Write down what a mail reports about one of ours. Return what the mail is, and which message it is about.

    What it is: a kind of `DELIVERY_EVENTS`, or `auto_reply`, `no_news`, `something_else`. Without a message nothing was
    done: the mail reports nothing, or names none of ours. Every mail leaves a line in the log.
    """
    mail = read_returned_mail(raw, now=now)
    delivery = None
    if mail.report:
        try:
            delivery = note_report(report=mail.report, now=now)
        except NotYetKnown:
            delivery = None  # A message that comes back by mail left by mail: its Message-ID was known before it went.
    log.info("mail_came_back", kind=mail.kind, delivery=delivery.pk if delivery else None)
    return mail.kind, delivery
