"""The likelihood to recommend, 0 to 10."""

from kuule.surveys.question_types.base import NOT_A_SCORE, Parsed, Question

KEY = "nps"
SCORES = {str(score): score for score in range(11)}


def parse(raw: str, question: Question) -> Parsed:
    """Read a whole number from 0 to 10, written as the form writes it: `7`, never `07`, `7.0` or another script's 7."""
    del question
    if not raw:
        return Parsed(None)
    score = SCORES.get(raw)
    return Parsed(score, "" if score is not None else NOT_A_SCORE)
