"""An open question: the verbatim."""

import unicodedata

from kuule.surveys.question_types.base import TOO_LONG, Parsed, Question, QuestionType

KEY = "text"
MAX_CHARACTERS = 10_000

# Line breaks and tabs are part of what people write; every other control character is a trace of a machine.
_CONTROLS = dict.fromkeys(i for i in (*range(0x20), *range(0x7F, 0xA0)) if chr(i) not in "\n\t")


def cleaned(raw: str) -> str:
    """Return a text without control characters, with plain line breaks, composed (NFC) and without outer space.

    Marks of direction stay: they belong to the languages that use them, and pages isolate every verbatim.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return unicodedata.normalize("NFC", text).strip()


def parse(raw: str, question: Question) -> Parsed:
    """Read a text of at most `MAX_CHARACTERS` characters."""
    del question
    text = cleaned(raw)
    return Parsed(text or None, TOO_LONG if len(text) > MAX_CHARACTERS else "")


TEXT = QuestionType(KEY, parse)
