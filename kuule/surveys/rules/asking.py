"""Questions as an answer page shows them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kuule.surveys.question_types import QUESTION_TYPES
from kuule.surveys.question_types.base import (
    MISSING,
    NOT_A_SCORE,
    NOT_AN_OPTION,
    SEPARATOR,
    TOO_LONG,
    PersonCondition,
    Question,
    Value,
)
from kuule.surveys.question_types.scales import GROUPS, group_on, points_of
from kuule.surveys.question_types.text import MAX_CHARACTERS
from kuule.surveys.rules.headline import headline_of, scale_of_question
from kuule.surveys.rules.replies import SCORE_FIELD, field_names, group_of_values
from kuule.surveys.rules.showing import Person, groups_of, is_for, person_condition
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
    """One button of a question. On a scale the label is the meaning of the point, at least for the ends.

    `group` is the group of a score of the headline question, "" elsewhere.
    """

    key: str
    label: str
    is_chosen: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question in one language, with what was given or typed so far.

    `titles` has the wording per group where they differ; `title` is the one for the score that is chosen now. `groups`
    are those it is shown to, where it is not shown to all of them; `person` is what has to be known of people.
    """

    field: str
    type: str
    title: str
    is_optional: bool
    value: str
    options: tuple[ShownOption, ...]
    has_problem: bool
    scale: str = ""
    titles: Mapping[str, str] | None = None
    groups: tuple[str, ...] = ()
    person: PersonCondition | None = None

    @property
    def is_scale(self) -> bool:
        """Tell whether a number on a scale is asked for."""
        return bool(self.scale)

    @property
    def is_headline(self) -> bool:
        """Tell whether the answer is the score."""
        return self.field == SCORE_FIELD

    @property
    def takes_several(self) -> bool:
        """Tell whether any number of the options can be chosen."""
        return QUESTION_TYPES[self.type].takes_several

    @property
    def ends(self) -> tuple[ShownOption, ShownOption]:
        """Return the ends of the scale. Ask only a question with one."""
        return self.options[0], self.options[-1]

    @property
    def is_labelled(self) -> bool:
        """Tell whether every point of the scale has its meaning in words, so that they stand beside the numbers."""
        return self.is_scale and all(option.label for option in self.options)


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """What is wrong with one field and how to mend it, as a sentence."""

    field: str
    sentence: str


def shown_questions(
    questions: Sequence[Question],
    wording: Wording,
    *,
    values: Mapping[str, Value],
    faulty: Collection[str] = (),
    person: Person | None = None,
) -> list[ShownQuestion]:
    """Return the questions in a wording's language; `values` and `faulty` go by the name of the field.

    Given a `person`, those that are not for them are left out. The others are all there whatever the score: the page
    shows those of its group.
    """
    headline, group = headline_of(questions), group_of_values(questions, values)
    return [
        _shown(question, wording, field, values.get(field), field in faulty, question is headline, group)
        for field, question in zip(field_names(questions), questions, strict=True)
        if person is None or is_for(question, person)
    ]


def has_wording_by_group(questions: Sequence[Question]) -> bool:
    """Tell whether some question is worded in another way for detractors, passives or promoters."""
    return any(_group_part(group) in question["texts"] for question in questions for group in GROUPS)


def _shown(
    question: Question, wording: Wording, field: str, value: Value, has_problem: bool, is_headline: bool, group: str
) -> ShownQuestion:
    chosen = value if isinstance(value, list) else [] if value is None else [str(value)]
    titles = {each: _title(question, wording, each) for each in GROUPS}
    neutral = _title(question, wording, "")
    return ShownQuestion(
        field=field,
        type=question["type"],
        title=titles.get(group, neutral),
        is_optional=question["optional"],
        value=SEPARATOR.join(chosen),
        options=tuple(
            ShownOption(
                key, label, key in chosen, group_on(scale_of_question(question), int(key)) if is_headline else ""
            )
            for key, label in _option_labels(question, wording).items()
        ),
        has_problem=has_problem,
        scale=scale_of_question(question),
        titles=titles if any(title != neutral for title in titles.values()) else None,
        groups=groups_of(question),
        person=person_condition(question),
    )


def _title(question: Question, wording: Wording, group: str) -> str:
    texts = question["texts"]
    special = texts.get(_group_part(group), {}) if group else {}
    # A special wording in another language would be less welcome than the plain one in the reader's own.
    in_own_language = {
        language: text
        for language, text in special.items()
        if language.partition("-")[0] == wording.language.partition("-")[0]
    }
    return wording.read(in_own_language or texts.get("title", {}))


def _group_part(group: str) -> str:
    return f"title_{group}"


def _option_labels(question: Question, wording: Wording) -> dict[str, str]:
    if QUESTION_TYPES[question["type"]].has_options:
        return {option["key"]: wording.read(option["texts"]) for option in question.get("options", ())}
    points = points_of(scale_of_question(question))
    return {str(point): wording.read(question["texts"].get(point_part(points, point), {})) for point in points}


def point_part(points: range, point: int) -> str:
    """Return the name of the text that says what a point of a scale means."""
    return "low" if point == points[0] else "high" if point == points[-1] else f"point_{point}"


def shown_problems(
    problems: Mapping[str, str],
    wording: Wording,
    *,
    values: Mapping[str, Value],
    questions: Sequence[Question],
) -> list[ShownProblem]:
    """Return a sentence for each problem code, in the order of the questions."""
    points = {
        field: points_of(scale_of_question(question))
        for field, question in zip(field_names(questions), questions, strict=True)
    }
    return [
        ShownProblem(
            field,
            wording.read(
                wording.parts[PROBLEM_TEXTS[code]],
                count=_grouped(len(str(values.get(field) or ""))),
                limit=_grouped(MAX_CHARACTERS),
                low=str(min(points[field], default="")),
                high=str(max(points[field], default="")),
            ),
        )
        for field, code in problems.items()
    ]


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", _GROUP_GAP)
