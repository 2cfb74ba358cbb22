"""What somebody sent, read against the questions they were asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kuule.surveys.question_types import QUESTION_TYPES, rating, text
from kuule.surveys.question_types.base import MISSING, NOT_A_SCORE, Parsed, Question, Value
from kuule.surveys.question_types.scales import group_on, points_of
from kuule.surveys.rules.headline import headline_of, scale_of, scale_of_question
from kuule.surveys.rules.showing import STRANGER, Person, is_shown

SCORE_FIELD = "score"
# Fields of the form that are no question's.
RESERVED_FIELDS = frozenset({SCORE_FIELD, "language", "token", "version", "form", "first", "shown", "signal"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What was read: `values` and `problems` (codes) by the name of the field.

    `not_asked` are the questions that are not for this person or not for this score, by their keys, each with what was
    sent for it all the same: somebody may have answered it before choosing another score.
    """

    questions: Sequence[Question]
    values: Mapping[str, Value]
    problems: Mapping[str, str]
    not_asked: Mapping[str, Value] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """Return the score. Ask only a reply without problems to a published survey: it has one."""
        score = self.values.get(SCORE_FIELD)
        if not isinstance(score, int):
            raise TypeError(SCORE_FIELD)
        return score

    @property
    def verbatim(self) -> str:
        """Return what was written to the first open question, or ""."""
        return str(self.values.get(verbatim_field(self.questions)) or "")

    @property
    def answers(self) -> dict[str, int | str | list[str]]:
        """Return everything else that was answered, by the key of its question."""
        apart = (SCORE_FIELD, verbatim_field(self.questions))
        return {name: value for name, value in self.values.items() if name not in apart and value is not None}

    @property
    def typed(self) -> dict[str, Value]:
        """Return everything that was sent, also for questions that were not asked: what the page shows again."""
        return {**self.values, **self.not_asked}


def field_names(questions: Sequence[Question]) -> list[str]:
    """Return the names of the questions' fields in the form: `score` for the headline question, else the key."""
    headline = headline_of(questions)
    return [SCORE_FIELD if question is headline else question["key"] for question in questions]


def fields_with_several(questions: Sequence[Question]) -> list[str]:
    """Return the fields that a form may send more than once, each time with another value."""
    named = zip(field_names(questions), questions, strict=True)
    return [field for field, question in named if QUESTION_TYPES[question["type"]].takes_several]


def verbatim_field(questions: Sequence[Question]) -> str:
    """Return the field of the open question whose answer is the verbatim: the first one; "" if there is none."""
    return next((question["key"] for question in questions if question["type"] == text.KEY), "")


def chosen_score(questions: Sequence[Question], raw: str) -> int | None:
    """Return the score that an address asks to choose, or None for anything that is no point of the survey's scale."""
    score = rating.read(raw, scale_of(questions)).value
    return score if isinstance(score, int) else None


def group_of_values(questions: Sequence[Question], values: Mapping[str, Value]) -> str:
    """Return the group of the score among the values of a form, or "" without one."""
    score, scale = values.get(SCORE_FIELD), scale_of(questions)
    return group_on(scale, score) if isinstance(score, int) and score in points_of(scale) else ""


def read_reply(questions: Sequence[Question], fields: Mapping[str, str], *, person: Person = STRANGER) -> Reply:
    """Read the fields of a form of a person. Fields that no question asks for are passed over."""
    named = dict(zip(field_names(questions), questions, strict=True))
    parsed = {name: _read(question, fields.get(name, "")) for name, question in named.items()}
    group = group_of_values(questions, {name: one.value for name, one in parsed.items()})
    asked = {name for name, question in named.items() if is_shown(question, group=group, person=person)}
    return Reply(
        questions,
        values={name: one.value for name, one in parsed.items() if name in asked},
        problems={name: one.problem for name, one in parsed.items() if one.problem and name in asked},
        not_asked={name: one.value for name, one in parsed.items() if name not in asked},
    )


def _read(question: Question, raw: str) -> Parsed:
    parsed = QUESTION_TYPES[question["type"]].parse(raw, question)
    if parsed.value is None and not parsed.problem and not question["optional"]:
        return Parsed(None, NOT_A_SCORE if scale_of_question(question) else MISSING)
    return parsed
