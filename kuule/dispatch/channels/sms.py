"""Text messages: through a provider that apprise knows, or into the Mailbox while none is set."""

import logging
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from kuule.dispatch.channels.base import Envelope, NoConnection, NotHandedOver, OutcomeUnknown
from kuule.dispatch.models import MailboxMessage
from kuule.dispatch.rules import CONNECTION_LOST, POSTPONED, REFUSED, UNSENDABLE

# What apprise says of an answer that is no success: a status of HTTP, or the provider's own number.
_ERROR = re.compile(r"error=(\d{3,6})")
# We are not let in: the next message would not be either.
_NOT_LET_IN = frozenset({401, 402, 403, 407, 20003})
# Too many at once, or they have trouble of their own.
_LATER = frozenset({408, 409, 425, 429, 20429, *range(500, 600)})
# Causes of an error that happen before anything is given away.
_BEFORE = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "SSLCertVerificationError")
_NO_WAY_THROUGH = "Tunnel connection failed"


class SmsChannel:
    """Text messages by the one provider of the installation, or the Mailbox."""

    kind: ClassVar[str] = "sms"

    def open(self) -> None:
        """Nothing is connected before there is a message. Raises NoConnection for an address that nothing can read."""
        if settings.KUULE_SMS_URL:
            _plugin_for("+15555550100")

    def hand_over(self, envelope: Envelope) -> str:
        """Give one text message away. Raises NotHandedOver, OutcomeUnknown or NoConnection."""
        if not settings.KUULE_SMS_URL:
            keep_text(envelope, timezone.now())
            return ""
        plugin = _plugin_for(envelope.to_address)
        if not getattr(plugin, "targets", None):
            raise NotHandedOver(UNSENDABLE, is_permanent=True)
        with _listening() as heard:
            # Not by `notify`, which would cut the text and try again by itself.
            is_taken = plugin.send(body=envelope.text)
        if not is_taken:
            raise _outcome(heard)
        return ""

    def close(self) -> None:
        """Nothing stays open."""


class _Heard(logging.Handler):
    """Listens to what apprise says while it sends: it answers yes or no only, and keeps errors to itself."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []
        self.error: BaseException | None = None
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what the sending thread says, and the error that it is just handling."""
        if record.thread == self._thread:
            self.words.append(record.getMessage())
            self.error = sys.exc_info()[1] or self.error


@contextmanager
def _listening() -> Iterator[_Heard]:
    log, heard = logging.getLogger("apprise"), _Heard()
    # It names numbers and texts, which do not belong in a log.
    log.propagate = False
    log.addHandler(heard)
    try:
        yield heard
    finally:
        log.removeHandler(heard)


def _plugin_for(number: str) -> Any:
    # It knows more than a hundred services, which most processes never need.
    from apprise import Apprise

    logging.getLogger("apprise").propagate = False
    plugin = Apprise.instantiate(_address_for(settings.KUULE_SMS_URL, number), suppress_exceptions=True)
    if plugin is None:
        raise NoConnection("KUULE_SMS_URL")
    return plugin


def _address_for(url: str, number: str) -> str:
    base, mark, query = url.partition("?")
    return f"{base.rstrip('/')}/{quote(number)}{mark}{query}"


def _outcome(heard: _Heard) -> Exception:
    if heard.error is not None:
        return NoConnection(_name_of(heard.error)) if _was_before(heard.error) else OutcomeUnknown(CONNECTION_LOST)
    found = [int(code) for words in heard.words for code in _ERROR.findall(words)]
    if not found:
        # It said no before it asked anybody: nothing was given away, and nobody knows what would help.
        return NotHandedOver(POSTPONED, is_permanent=False)
    code = found[-1]
    if code in _NOT_LET_IN:
        return NoConnection(str(code))
    is_permanent = code not in _LATER
    return NotHandedOver(REFUSED if is_permanent else POSTPONED, str(code), is_permanent=is_permanent)


def _was_before(error: BaseException) -> bool:
    """Tell whether an error came before anything was given away."""
    # A proxy that is named as the culprit may have passed everything on.
    return any(type(each).__name__ in _BEFORE or _NO_WAY_THROUGH in str(each) for each in _causes(error, 0))


def _causes(error: BaseException, depth: int) -> Iterator[BaseException]:
    yield error
    if depth > len(_BEFORE):
        return
    inner = (error.__cause__, error.__context__, getattr(error, "reason", None), *error.args)
    for each in inner:
        if isinstance(each, BaseException):
            yield from _causes(each, depth + 1)


def _name_of(error: BaseException) -> str:
    return next((type(each).__name__ for each in _causes(error, 0) if type(each).__name__ in _BEFORE), "")


def keep_text(envelope: Envelope, now: datetime) -> None:
    """Keep a text message in the Mailbox, as of a moment."""
    MailboxMessage.objects.create(
        workspace_id=envelope.workspace_id,
        to=envelope.to_address,
        subject="",
        text=envelope.text,
        raw=envelope.text.encode(),
        message_id=envelope.message_id,
        created_at=now,
    )
