"""Replies that come to the mailbox of bounces, because one mailbox serves both."""

from datetime import datetime

from kuule.act.rules.letters import KEPT, REPEATED
from kuule.act.services.incoming import take_mail


def read_reply(raw: bytes, is_whole: bool, now: datetime) -> bool:
    """Take a mail that reports nothing into its case. True: all of it is kept, so that it may be deleted."""
    outcome, is_all = take_mail(raw=raw, is_whole=is_whole, now=now)
    return outcome in (KEPT, REPEATED) and is_all
