"""What a line of a file says about one answer, and how the same answer is known again: pure."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kuule.contacts.rules.rows import PersonRow
from kuule.lib.ids import digest_of
from kuule.surveys.question_types.scales import points_of

SCORE, ANSWERED_AT, COMMENT, RESPONSE_ID = "score", "answered_at", "comment", "response_id"
CHANNEL, VERDICT, SCALE, SURVEY, VERSION = "channel", "verdict", "scale", "survey", "version"
QUESTION = "question:"
TARGETS = (SCORE, ANSWERED_AT, COMMENT, RESPONSE_ID, CHANNEL, VERDICT, SCALE, SURVEY, VERSION)
IMPORTED = "import"  # the channel of an answer of which the file tells none

_WHOLE = re.compile(r"\+?(\d{1,2})(?:[.,]0+)?")


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


def content_of(row: AnswerRow) -> str:
    """Return what tells an answer without an id from others: who, when and what."""
    return digest_of(*row.person.who, row.answered_at.isoformat(), str(row.score), row.comment)


def content_key(content: str, earlier: int) -> str:
    """Return the id of an answer that has none, given how many lines before it in the file say the very same.

    The same file again gives the same ids, so that it adds nothing.
    """
    return f"content:{content}:{earlier}" if earlier else f"content:{content}"
