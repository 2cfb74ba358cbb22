"""How a person likes to be reached: on which channel, and when not."""

import datetime as dt
import re
from dataclasses import dataclass

from kuule.contacts.rules.properties import Unreadable

EMAIL, SMS = "email", "sms"
# The channels that reach a person at an address of their own.
REACHING = (EMAIL, SMS)

_CHANNEL_WORDS = {
    EMAIL: "email|e-mail|mail|sähköposti|s-posti|meili|e-post|epost|mejl|e-mail-adresse|thư điện tử|بريد إلكتروني",
    SMS: "sms|text|text message|txt|tekstiviesti|tekstari|textmeddelande|textnachricht|tin nhắn|رسالة نصية",
}
_CHANNELS = {word: channel for channel, words in _CHANNEL_WORDS.items() for word in words.split("|")}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?:[:.]00)?)?")


@dataclass(frozen=True, slots=True)
class Wishes:
    """The channel somebody likes best ("" for none), and from when until when they are not written to, or None."""

    channel: str = ""
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None


def channel(text: str) -> str | Unreadable:
    """Return the channel that a word names."""
    return _CHANNELS.get(" ".join(text.casefold().split())) or Unreadable("unknown_channel")


def clock(text: str) -> str | Unreadable:
    """Return a time of day such as 8, 8.30 or 20:00 as `20:00`."""
    found = _CLOCK.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else Unreadable("bad_clock")
