"""Who knows something of persons: every room that does says here how it is handed out, and how it is forgotten."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from kuule.contacts.models import Contact

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing that a room knows of a person. `words` says in people's language what the keys of rows mean."""

    key: str
    title: str
    rows: Sequence[Row]
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonHolder:
    """How a room hands out and forgets what it knows of a person.

    `tables` are those whose texts may tell something of a person. `erase` runs inside the transaction of the erasure,
    while the contact is still there; higher rooms are asked before lower ones.
    """

    room: str
    tables: tuple[type[Model], ...]
    export: Callable[[Contact], Sequence[Section]]
    erase: Callable[[Contact, datetime], None]


_HOLDERS: dict[str, PersonHolder] = {}


def register_holder(holder: PersonHolder) -> None:
    """Add a room; called once by its `apps.py`. Lower rooms register first, because Django starts them first."""
    _HOLDERS[holder.room] = holder


def holders() -> list[PersonHolder]:
    """Return all rooms that know something of persons, in the order the data flows."""
    return list(_HOLDERS.values())
