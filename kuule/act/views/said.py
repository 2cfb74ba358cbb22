"""What the customer of a case said, in the words it was asked and given in."""

from kuule.responses.models import Response
from kuule.surveys.rules import ShownQuestion, Wording, shown_questions
from kuule.surveys.rules.replies import SCORE_FIELD, verbatim_field


def answers_besides(response: Response, *, company: str) -> list[ShownQuestion]:
    """Return the questions that were answered besides the score and the comment, with what was said."""
    version = response.version
    verbatim = verbatim_field(version.questions)
    values = {SCORE_FIELD: response.score, verbatim: response.verbatim, **response.answers}
    wording = Wording(version.texts, response.language, company)
    every = shown_questions(version.questions, wording, values=values)
    return [each for each in every if each.field not in (SCORE_FIELD, verbatim) and each.value]
