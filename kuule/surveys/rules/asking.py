"""Questions as an answer page shows them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kuule.surveys.question_types import choice, nps
from kuule.surveys.question_types.base import (
    MISSING,
    NOT_A_SCORE,
    NOT_AN_OPTION,
    TOO_LONG,
    Question,
)
from kuule.surveys.question_types.text import MAX_CHARACTERS
from kuule.surveys.rules.replies import field_name
from kuule.surveys.rules.wording import Wording

PROBLEM_TEXTS = {
    MISSING: "error_missing",
    NOT_A_SCORE: "error_score",
    NOT_AN_OPTION: "error_choice",
    TOO_LONG: "error_long",
}
_GROUP_GAP = "\u202f"


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One button of a question. On a scale only the ends have a label: their meaning."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question in one language, with what was given or typed so far."""

    field: str
    type: str
    title: str
    is_optional: bool
    value: str
    options: tuple[ShownOption, ...]
    has_problem: bool


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """What is wrong with one field and how to mend it, as a sentence."""

    field: str
    sentence: str


def shown_questions(
    questions: Sequence[Question],
    wording: Wording,
    *,
    values: Mapping[str, int | str | None],
    faulty: Collection[str] = (),
) -> list[ShownQuestion]:
    """Return the questions in a wording's language; `values` and `faulty` go by the name of the field."""
    return [_shown(question, wording, values, faulty) for question in questions]


def _shown(
    question: Question, wording: Wording, values: Mapping[str, int | str | None], faulty: Collection[str]
) -> ShownQuestion:
    field = field_name(question)
    value = values.get(field)
    chosen = "" if value is None else str(value)
    return ShownQuestion(
        field=field,
        type=question["type"],
        title=wording.read(question["texts"]["title"]),
        is_optional=question["optional"],
        value=chosen,
        options=tuple(
            ShownOption(key, label, key == chosen) for key, label in _option_labels(question, wording).items()
        ),
        has_problem=field in faulty,
    )


def _option_labels(question: Question, wording: Wording) -> dict[str, str]:
    if question["type"] == choice.KEY:
        return {option["key"]: wording.read(option["texts"]) for option in question.get("options", ())}
    if question["type"] == nps.KEY:
        ends = {"0": question["texts"]["low"], "10": question["texts"]["high"]}
        return {score: wording.read(ends.get(score, {})) for score in nps.SCORES}
    return {}


def shown_problems(
    problems: Mapping[str, str], wording: Wording, *, values: Mapping[str, int | str | None]
) -> list[ShownProblem]:
    """Return a sentence for each problem code, in the order of the questions."""
    return [
        ShownProblem(
            field,
            wording.read(
                wording.parts[PROBLEM_TEXTS[code]],
                count=_grouped(len(str(values.get(field) or ""))),
                limit=_grouped(MAX_CHARACTERS),
            ),
        )
        for field, code in problems.items()
    ]


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", _GROUP_GAP)
