"""What a line of a file says about one occurrence, and how the same one is known again: pure."""

from dataclasses import dataclass
from datetime import datetime

from kuule.contacts.rules.rows import PersonRow
from kuule.lib.ids import digest_of

HAPPENED_AT, OCCURRENCE_ID = "happened_at", "occurrence_id"
TARGETS = (HAPPENED_AT, OCCURRENCE_ID)


@dataclass(slots=True)
class OccurrenceRow:
    """What a good line says: what happened to whom, and when. `key` is its id, in its file or made of the line."""

    line: int
    person: PersonRow
    happened_at: datetime
    key: str


def content_key(person: PersonRow, happened_at: datetime, touchpoint: str) -> str:
    """Return the id of an occurrence that has none in its file: the same file again gives the same ids."""
    return f"content:{digest_of(touchpoint, *person.who, happened_at.isoformat())}"
