"""How a person likes to be reached: on which channel, and when not."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kuule.contacts.rules.properties import Unreadable

EMAIL, SMS = "email", "sms"
# The channels that reach a person at an address of their own.
REACHING = (EMAIL, SMS)

# What columns of a file about people can become besides: fields of a line, in the order of `Wishes`.
CHANNEL, QUIET_FROM, QUIET_UNTIL = "preferred_channel", "quiet_from", "quiet_until"
WISH_FIELDS = (CHANNEL, QUIET_FROM, QUIET_UNTIL)
_HEADERS = {
    CHANNEL: "preferred channel|contact preference|preferred contact method|mieluisin kanava|ensisijainen kanava",
    QUIET_FROM: "quiet from|quiet hours from|do not disturb from|rauhoitettu alkaen|hiljaisuus alkaa",
    QUIET_UNTIL: "quiet until|quiet to|quiet hours until|do not disturb until|rauhoitettu asti|hiljaisuus paattyy",
}
WISH_HEADERS = {header: field for field, headers in _HEADERS.items() for header in headers.split("|")}

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


WISH_READERS = {CHANNEL: channel, QUIET_FROM: clock, QUIET_UNTIL: clock}


def half_of_quiet_hours(said: Mapping[str, str]) -> str:
    """Return the field of a line that lacks its other half, or whose end is its beginning; "" where all is well."""
    first, last = said.get(QUIET_FROM, ""), said.get(QUIET_UNTIL, "")
    if first == last:
        return QUIET_UNTIL if first else ""
    return "" if first and last else QUIET_FROM if first else QUIET_UNTIL


def with_said(wishes: Wishes, said: Mapping[str, str]) -> Wishes:
    """Return the wishes with what a line says about them; what it leaves empty stays."""
    if CHANNEL in said:
        wishes = replace(wishes, channel=said[CHANNEL])
    if QUIET_FROM in said:
        first, last = dt.time.fromisoformat(said[QUIET_FROM]), dt.time.fromisoformat(said[QUIET_UNTIL])
        wishes = replace(wishes, quiet_from=first, quiet_until=last)
    return wishes


def as_values(wishes: Wishes) -> dict[str, str]:
    """Return wishes as texts: the fields of a line, and what an import remembers to undo."""
    clocks = (each.strftime("%H:%M") if each else "" for each in (wishes.quiet_from, wishes.quiet_until))
    return dict(zip(WISH_FIELDS, (wishes.channel, *clocks), strict=True))


def from_values(values: Mapping[str, str]) -> Wishes:
    """Return the wishes that `as_values` told."""
    first, last = (dt.time.fromisoformat(values[each]) if values[each] else None for each in (QUIET_FROM, QUIET_UNTIL))
    return Wishes(values[CHANNEL], first, last)
