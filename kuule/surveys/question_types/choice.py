"""One answer out of a list."""

from kuule.surveys.question_types.base import NOT_AN_OPTION, Parsed, Question, QuestionType

KEY = "choice"


def parse(raw: str, question: Question) -> Parsed:
    """Read the key of one of the question's options."""
    if not raw:
        return Parsed(None)
    if any(option["key"] == raw for option in question.get("options", ())):
        return Parsed(raw)
    return Parsed(None, NOT_AN_OPTION)


CHOICE = QuestionType(KEY, parse, has_options=True)
