"""What every kind of webhook has: a name, the events it knows, and a way to prove who sends."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message as it is handed over: `attempt_at` is whole seconds since 1970."""

    event_id: str
    body: bytes
    attempt_at: int


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is told: what kind of thing, under which id, when it was written down, and what is told of it."""

    event_type: str
    event_id: str
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WebhookKind:
    """A kind of webhook.

    `wrapped` returns what is sent of a happening; `signed` the headers that prove a parcel, given the secrets, the
    newest first.
    """

    key: str
    events: Sequence[str]
    wrapped: Callable[[Happening], Mapping[str, Any]]
    signed: Callable[[Parcel, Sequence[str]], Mapping[str, str]]
