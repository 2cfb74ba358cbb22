"""Sending through apprise, and making out what became of it: it answers yes or no only."""

import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kuule.dispatch.channels.base import NoConnection, NotHandedOver, OutcomeUnknown
from kuule.dispatch.rules import CONNECTION_LOST, POSTPONED, REFUSED

# What apprise says of an answer that is no success: a status of HTTP, or the provider's own number.
_ERROR = re.compile(r"error=(\d{3,6})")
# We are not let in: the next message would not be either.
_NOT_LET_IN = frozenset({401, 402, 403, 407, 20003})
# Too many at once, or they have trouble of their own.
_LATER = frozenset({408, 409, 425, 429, 20429, *range(500, 600)})
# Causes of an error that happen before anything is given away.
_BEFORE = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "SSLCertVerificationError")
_NO_WAY_THROUGH = "Tunnel connection failed"


def plugin_at(address: str) -> Any:
    """Return apprise's plug-in for an address, or None for one that it cannot read."""
    # It knows more than a hundred services, which most processes never need.
    from apprise import Apprise, AppriseAsset

    logging.getLogger("apprise").propagate = False
    # A message bears our name, not that of what carries it, and no picture from elsewhere.
    asset = AppriseAsset(app_id="Kuule", app_desc="Kuule", app_url="", image_url_mask="", image_url_logo="")
    return Apprise.instantiate(address, asset=asset, suppress_exceptions=True)


def send_through(send: Callable[[], bool]) -> None:
    """Call what sends one message. Raises NotHandedOver, OutcomeUnknown or NoConnection."""
    with _listening() as heard:
        is_taken = send()
    if not is_taken:
        raise _outcome(heard)


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
