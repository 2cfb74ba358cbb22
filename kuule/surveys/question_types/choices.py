"""Any number of answers out of a list."""

from kuule.surveys.question_types.base import NOT_AN_OPTION, SEPARATOR, Parsed, Question, QuestionType

KEY = "choices"


def parse(raw: str, question: Question) -> Parsed:
    """Read the keys of some of the question's options: each once, in the order of the question."""
    sent = set(filter(None, raw.split(SEPARATOR)))
    known = [option["key"] for option in question.get("options", ()) if option["key"] in sent]
    return Parsed(known or None, NOT_AN_OPTION if sent - set(known) else "")


CHOICES = QuestionType(KEY, parse, takes_several=True, has_options=True)
