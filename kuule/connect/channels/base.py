"""What every kind of webhook has: a name, the events it knows, and a way to prove who sends."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message as it is handed over: `attempt_at` is whole seconds since 1970."""

    event_id: str
    body: bytes
    attempt_at: int


@dataclass(frozen=True, slots=True)
class WebhookKind:
    """A kind of webhook; `signed` returns the headers that prove a parcel, given the secret."""

    key: str
    events: Sequence[str]
    signed: Callable[[Parcel, str], Mapping[str, str]]
