"""Reading what comes back by mail: reports of mail servers (RFC 3464), complaints (RFC 5965), and older bounces.

Nothing is believed because of who seems to have sent it: a report counts only for a message that it can name.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from kuule.dispatch.channels.words import said
from kuule.dispatch.rules import (
    COMPLAINT,
    DEFERRED,
    DELIVERED,
    HARD_BOUNCE,
    SOFT_BOUNCE,
    UNSUBSCRIBE,
    Report,
    bounce_kind,
)

# What a mail is, besides the kinds of `DELIVERY_EVENTS`.
AUTO_REPLY, NO_NEWS, SOMETHING_ELSE = "auto_reply", "no_news", "something_else"

FEEDBACK_KINDS = {"abuse": COMPLAINT, "fraud": COMPLAINT, "opt-out": UNSUBSCRIBE, "opt-out-list": UNSUBSCRIBE}
ACTIONS = {"delayed": DEFERRED, "delivered": DELIVERED}
SAYS_NOTHING = re.compile(r"[45]\.0\.0")
ADDRESSED_BY = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To")
REFERENCE = re.compile(r"\+(\d{1,18}-[0-9a-f]{20})@", re.IGNORECASE)
MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
QUOTED_MESSAGE_ID = re.compile(r"^[>\s]*Message-ID:\s*(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
MAIL_SYSTEM = re.compile(r"mailer[-_]?daemon|postmaster", re.IGNORECASE)
STILL_TRYING = re.compile(
    r"delayed|delay notification|will (?:continue|keep) (?:on )?trying|no action is required", re.IGNORECASE
)
FOR_GOOD = re.compile(
    r"permanent|given up|does not exist|no such (?:user|person|mailbox)|unknown (?:user|local)", re.IGNORECASE
)
AUTOMATIC = re.compile(
    r"auto(?:matic)?[- ]?(?:reply|response|antwort)|out of (?:the )?office|automaattinen", re.IGNORECASE
)
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class ReturnedMail:
    """What a mail that came back is: a kind of `DELIVERY_EVENTS` with its report, or one that reports nothing."""

    kind: str
    report: Report | None = None


def read_returned_mail(raw: bytes, *, now: datetime) -> ReturnedMail:
    """Return what a mail reports, however odd it is."""
    mail = message_from_bytes(raw)
    kind, words = _finding(mail)
    if kind in (AUTO_REPLY, NO_NEWS, SOMETHING_ELSE):
        return ReturnedMail(kind)
    name = _field(mail, "Message-ID").encode(errors="replace") or raw
    report = Report(
        kind=kind,
        key=hashlib.sha256(kind.encode() + b" " + name).hexdigest(),
        happened_at=_date(mail, now),
        detail=said(words),
        message_ids=tuple(dict.fromkeys(_message_ids(mail))),
        reference=next(_references(mail), ""),
    )
    return ReturnedMail(kind, report)


def _finding(mail: Message) -> tuple[str, str]:
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            return _of_status(_blocks(part))
        if part.get_content_type() == "message/feedback-report":
            return _of_feedback(next(iter(_blocks(part)), Message()))
        if part.get_content_type() == "message/disposition-notification":
            return NO_NEWS, ""
    if MAIL_SYSTEM.match(parseaddr(_field(mail, "From"))[1]) or mail["X-Failed-Recipients"]:
        return _of_words(f"{_field(mail, 'Subject')}\n{_text(mail)}")
    return (AUTO_REPLY if _is_automatic(mail) else SOMETHING_ELSE), ""


def _of_status(blocks: list[Message]) -> tuple[str, str]:
    recipients = [block for block in blocks if block["Action"]]
    if not recipients:
        return NO_NEWS, ""
    told = next((block for block in recipients if _action(block) == "failed"), recipients[0])
    status, said_by_server = _field(told, "Status"), _field(told, "Diagnostic-Code").partition(";")[2].strip()
    if _action(told) != "failed":
        return ACTIONS.get(_action(told), NO_NEWS), f"{status} {said_by_server}"
    general = bounce_kind(status)
    precise = bounce_kind(said_by_server) if not general or SAYS_NOTHING.match(status.strip()) else ""
    return precise or general or SOFT_BOUNCE, f"{status} {said_by_server}"


def _of_feedback(report: Message) -> tuple[str, str]:
    kind = _field(report, "Feedback-Type").strip().lower()
    return FEEDBACK_KINDS.get(kind, NO_NEWS), f"{kind} {_field(report, 'User-Agent')}"


def _of_words(text: str) -> tuple[str, str]:
    # Only what stands before the copy of our own mail is the server's.
    told = re.split(r"\n-{2,}.{0,40}(?:copy|original|undelivered)", text, maxsplit=1, flags=re.IGNORECASE)[0]
    words = re.sub(r"\s+", " ", told)
    if STILL_TRYING.search(words):
        return DEFERRED, words
    return bounce_kind(words) or (HARD_BOUNCE if FOR_GOOD.search(words) else SOFT_BOUNCE), words


def _is_automatic(mail: Message) -> bool:
    submitted = _field(mail, "Auto-Submitted").strip().lower()
    if submitted.startswith(("auto-replied", "auto-generated")) or mail["X-Autoreply"] or mail["X-Autorespond"]:
        return True
    return _field(mail, "Precedence").strip().lower() == "auto_reply" or bool(AUTOMATIC.search(_field(mail, "Subject")))


def _message_ids(mail: Message) -> Iterator[str]:
    # The mail that came back stands inside, whole or by its headers; else the report answers to it.
    for part in mail.walk():
        if part.get_content_type() in ("message/rfc822", "message/global"):
            for inner in _blocks(part):
                yield from _ids(inner, "Message-ID", "X-Original-Message-ID")
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            yield from QUOTED_MESSAGE_ID.findall(_decoded(part))
    yield from _ids(mail, "In-Reply-To", "References", "X-Original-Message-ID")
    if not mail.is_multipart():
        yield from QUOTED_MESSAGE_ID.findall(_text(mail))


def _references(mail: Message) -> Iterator[str]:
    for name in ADDRESSED_BY:
        for value in mail.get_all(name, []):
            yield from REFERENCE.findall(str(value))
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            for block in _blocks(part):
                yield from REFERENCE.findall(_field(block, "Original-Mail-From"))
        if part.get_content_type() == "message/rfc822":
            for inner in _blocks(part):
                yield from REFERENCE.findall(_field(inner, "Return-Path"))


def _ids(mail: Message, *names: str) -> Iterator[str]:
    for name in names:
        yield from MESSAGE_ID.findall(_field(mail, name))


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _action(block: Message) -> str:
    return _field(block, "Action").split("(")[0].strip().lower()


def _field(mail: Message, name: str) -> str:
    return str(mail.get(name, ""))[:LONGEST_TEXT]


def _text(mail: Message) -> str:
    return next((_decoded(part) for part in mail.walk() if part.get_content_type() == "text/plain"), "")


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload[:LONGEST_TEXT].decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _date(mail: Message, now: datetime) -> datetime:
    try:
        told = parsedate_to_datetime(_field(mail, "Date"))
    except ValueError:
        return now
    return min(told if told.tzinfo else told.replace(tzinfo=UTC), now)
