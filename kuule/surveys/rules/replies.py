"""What somebody sent, read against the questions they were asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuule.surveys.question_types import QUESTION_TYPES, nps, text
from kuule.surveys.question_types.base import MISSING, NOT_A_SCORE, Parsed, Question

SCORE_FIELD = "score"


@dataclass(frozen=True, slots=True)
class Reply:
    """What was read: `values` and `problems` (codes) by the name of the field."""

    questions: Sequence[Question]
    values: Mapping[str, int | str | None]
    problems: Mapping[str, str]

    @property
    def score(self) -> int:
        """Return the score. Ask only a reply without problems: it has one."""
        score = self.values[SCORE_FIELD]
        if not isinstance(score, int):
            raise TypeError(SCORE_FIELD)
        return score

    @property
    def verbatim(self) -> str:
        """Return what was written to the first open question, or ""."""
        return str(self.values.get(verbatim_field(self.questions)) or "")

    @property
    def answers(self) -> dict[str, int | str]:
        """Return everything else that was answered, by the key of its question."""
        apart = (SCORE_FIELD, verbatim_field(self.questions))
        return {field: value for field, value in self.values.items() if field not in apart and value is not None}


def field_name(question: Question) -> str:
    """Return the name of a question's field in the form: `score` for the NPS question, else the question's key."""
    return SCORE_FIELD if question["type"] == nps.KEY else question["key"]


def verbatim_field(questions: Sequence[Question]) -> str:
    """Return the field of the open question whose answer is the verbatim: the first one; "" if there is none."""
    return next((question["key"] for question in questions if question["type"] == text.KEY), "")


def read_reply(questions: Sequence[Question], fields: Mapping[str, str]) -> Reply:
    """Read the fields of a form. Fields that no question asks for are passed over."""
    parsed = {field_name(question): _read(question, fields) for question in questions}
    return Reply(
        questions,
        {field: one.value for field, one in parsed.items()},
        {field: one.problem for field, one in parsed.items() if one.problem},
    )


def _read(question: Question, fields: Mapping[str, str]) -> Parsed:
    parsed = QUESTION_TYPES[question["type"]](fields.get(field_name(question), ""), question)
    if parsed.value is None and not parsed.problem and not question["optional"]:
        return Parsed(None, NOT_A_SCORE if question["type"] == nps.KEY else MISSING)
    return parsed
