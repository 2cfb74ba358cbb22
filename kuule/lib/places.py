"""Places in a list, as an API hands them out: opaque, signed, and of use in that list alone."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.crypto import salted_hmac

LONGEST_CURSOR = 200
_PROOF_BYTES = 12

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list ended: the next begins behind it. Lists in the order of their ids tell no moment."""

    at: datetime | None
    id: int


def cursor_to(place: Place, *, of: str) -> str:
    """Return a place as a program keeps it; `of` names the list it belongs to."""
    text = f"{place.at.isoformat() if place.at else ''}|{place.id}".encode()
    return base64.urlsafe_b64encode(_proof(text, of) + text).decode().rstrip("=")


def place_of(cursor: str, *, of: str) -> Place | None:
    """Return the place that a cursor of this list tells, or None for what is no cursor of it."""
    if len(cursor) > LONGEST_CURSOR or not cursor.isascii():
        return None
    try:
        found = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    proof, text = found[:_PROOF_BYTES], found[_PROOF_BYTES:]
    if not hmac.compare_digest(proof, _proof(text, of)):
        return None
    at, number = text.decode().split("|")
    return Place(datetime.fromisoformat(at) if at else None, int(number))


def behind(rows: QuerySet[Row], place: Place | None, *, time: str = "", oldest_first: bool = False) -> QuerySet[Row]:
    """Return rows in the order of a moment and their id, or of their id alone, from behind a place.

    The place is told by values, not by a count: what is written meanwhile never shifts it.
    """
    sign, way = ("", "gt") if oldest_first else ("-", "lt")
    ordered = rows.order_by(*([f"{sign}{time}"] if time else []), f"{sign}pk")
    if place is None:
        return ordered
    if not time:
        return ordered.filter(**{f"pk__{way}": place.id})
    further = Q(**{f"{time}__{way}": place.at}) | Q(**{time: place.at, f"pk__{way}": place.id})
    # Said twice, because only so does a database begin to read at the place.
    return ordered.filter(further, **{f"{time}__{way}e": place.at})


def beginning(moment: datetime, place: Place | None) -> datetime:
    """Return from when on a list is read, the oldest first: since a moment, or from the place where a page ended.

    Told both, a database would begin at the moment and walk to the place.
    """
    return max(moment, place.at) if place and place.at else moment


def _proof(text: bytes, of: str) -> bytes:
    return salted_hmac(f"kuule.lib.cursors {of}", text, algorithm="sha256").digest()[:_PROOF_BYTES]
