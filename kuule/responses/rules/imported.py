"""What a line of a file says about one answer, and how the same answer is known again: pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from kuule.contacts.rules.rows import PersonRow
from kuule.lib.ids import digest_of
from kuule.surveys.question_types.scales import points_of

SCORE, ANSWERED_AT, COMMENT, RESPONSE_ID = "score", "answered_at", "comment", "response_id"
CHANNEL, VERDICT, SCALE, SURVEY, VERSION = "channel", "verdict", "scale", "survey", "version"
NOTES = "notes"
QUESTION = "question:"
TARGETS = (SCORE, ANSWERED_AT, COMMENT, RESPONSE_ID, CHANNEL, VERDICT, SCALE, SURVEY, VERSION, NOTES)
# What other systems call their kinds of survey, and the scale of each. Kuule has no survey for the rest.
SCALE_OF_TYPE: Mapping[str, str] = {
    **dict.fromkeys(("nps", "enps"), "0-10"),
    **dict.fromkeys(("csat", "ces", "smileys", "stars_five"), "1-5"),
    "ces7": "1-7",
}
LONGEST_NOTE, MOST_NOTES = 10_000, 100
IMPORTED = "import"  # the channel of an answer of which the file tells none

_LATEST = 4_102_444_800  # the year 2100, in seconds
_WHOLE = re.compile(r"\+?(\d{1,2})(?:[.,]0+)?")


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody of the company wrote beside an answer, and when, if that is known."""

    text: str
    at: datetime | None = None


@dataclass(slots=True)
class AnswerRow:
    """What a good line says: the answer, and who gave it. `key` is the id of the answer in its file, if it has one."""

    line: int
    person: PersonRow
    score: int
    answered_at: datetime
    comment: str = ""
    key: str = ""
    channel: str = IMPORTED
    verdict: str = ""
    version: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def has_person(self) -> bool:
        """Tell whether the line says whom the answer is from."""
        return bool(self.person.external_id or self.person.email or self.person.phone)


def read_score(text: str, scale: str) -> int | None:
    """Return a score of a scale, None for anything else.

    >>> read_score("9", "0-10"), read_score("9.0", "0-10"), read_score("11", "0-10"), read_score("0", "1-5")
    (9, 9, None, None)
    """
    found = _WHOLE.fullmatch(text)
    if found is None or not text.isascii():
        return None
    score = int(found[1])
    return score if score in points_of(scale) else None


def read_notes(cell: str) -> tuple[Note, ...] | None:
    """Return the notes in a cell: a text, or JSON with a list of them; None where they are too many or too long.

    >>> read_notes('[{"text": "Called back", "user_email": "sam@x.example"}]')
    (Note(text='Called back (sam@x.example)', at=None),)
    """
    said = _listed(cell)
    notes = tuple(note for each in said if (note := _note(each)).text)
    fits = len(notes) <= MOST_NOTES and all(len(note.text) <= LONGEST_NOTE for note in notes)
    return notes if fits else None


def _listed(cell: str) -> list[Any]:
    if not cell.startswith("["):
        return [cell]
    try:
        return list(json.loads(cell))
    except (ValueError, RecursionError):
        return [cell]


def _note(said: Any) -> Note:
    if not isinstance(said, dict):
        return Note(str(said).strip())
    who, at = said.get("user_email"), said.get("created_at")
    text = str(said.get("text") or "").strip()
    moment = datetime.fromtimestamp(at, UTC) if isinstance(at, int) and 0 < at < _LATEST else None
    return Note(f"{text} ({who})" if text and who else text, moment)


def content_of(row: AnswerRow) -> str:
    """Return what tells an answer without an id from others: who, when and what."""
    return digest_of(*row.person.who, row.answered_at.isoformat(), str(row.score), row.comment)


def content_key(content: str, earlier: int) -> str:
    """Return the id of an answer that has none, given how many lines before it in the file say the very same.

    The same file again gives the same ids, so that it adds nothing.
    """
    return f"content:{content}:{earlier}" if earlier else f"content:{content}"
