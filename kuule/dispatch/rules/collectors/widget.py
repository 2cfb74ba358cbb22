"""A few questions in a corner of the company's own website or program."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from kuule.dispatch.rules.collectors.base import CollectorKind, Settings

NOT_NOW_DAYS = 30


@dataclass(frozen=True, slots=True)
class WidgetSettings(Settings):
    """On which origins the widget may stand, and which of the visitors without a name see it, and when.

    `share` is how many percent of them, `after_seconds` on a page and `after_pages` seen at the earliest.
    """

    origins: Sequence[str] = ()
    share: int = 100
    after_seconds: int = 10
    after_pages: int = 1


def origin_of(text: str) -> str:
    """Return the origin that an address names, such as `https://www.example.com`, or "" where it names none."""
    try:
        parts = urlsplit(text.strip().lower())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or "*" in parts.netloc:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def signature_of(person: str, *, secret: str) -> str:
    """Return how the website proves that it knows who its visitor is: the HMAC-SHA256 of their id or e-mail, in hex."""
    return hmac.new(secret.encode(), person.encode(), hashlib.sha256).hexdigest()


def is_signed(person: str, signature: str, *, secret: str) -> bool:
    """Tell whether a signature proves that the website named this person."""
    return hmac.compare_digest(signature_of(person, secret=secret).encode(), signature.strip().lower().encode())


WIDGET = CollectorKind("widget", "widget", WidgetSettings, is_handed_out=False, has_secret=True)
