"""The likelihood to recommend, 0 to 10."""

from kuule.surveys.question_types import rating
from kuule.surveys.question_types.base import Parsed, Question, QuestionType
from kuule.surveys.question_types.scales import ZERO_TO_TEN

KEY = "nps"


def parse(raw: str, question: Question) -> Parsed:
    """Read a whole number from 0 to 10, written as the form writes it: `7`, never `07`, `7.0` or another script's 7."""
    del question
    return rating.read(raw, ZERO_TO_TEN)


NPS = QuestionType(KEY, parse, scales=(ZERO_TO_TEN,))
