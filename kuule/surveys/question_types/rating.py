"""A number on a scale: 0 to 10, 1 to 5 or 1 to 7."""

from kuule.surveys.question_types.base import NOT_A_SCORE, Parsed, Question, QuestionType
from kuule.surveys.question_types.scales import SCALES, ZERO_TO_TEN, points_of

KEY = "rating"


def parse(raw: str, question: Question) -> Parsed:
    """Read a whole number of the question's scale, written as the form writes it."""
    return read(raw, question.get("scale", ZERO_TO_TEN))


def read(raw: str, scale: str) -> Parsed:
    """Read a point of a scale: `7`, never `07`, `7.0` or another script's 7."""
    if not raw:
        return Parsed(None)
    score = {str(point): point for point in points_of(scale)}.get(raw)
    return Parsed(score, "" if score is not None else NOT_A_SCORE)


RATING = QuestionType(KEY, parse, scales=SCALES)
