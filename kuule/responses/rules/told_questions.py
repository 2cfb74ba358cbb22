"""Questions as a screen or a widget is told them, which draw them by themselves."""

from collections.abc import Sequence
from typing import Any

from kuule.surveys.question_types.base import Question
from kuule.surveys.rules import STRANGER, Person, ShownQuestion, Wording, shown_questions


def told_questions(questions: Sequence[Question], text: Wording, *, person: Person = STRANGER) -> list[dict[str, Any]]:
    """Return the questions that are for a person in a wording's language as plain values."""
    return [_told(each) for each in shown_questions(questions, text, values={}, person=person)]


def _told(question: ShownQuestion) -> dict[str, Any]:
    return {
        "field": question.field,
        "title": question.title,
        "titles": dict(question.titles or {}),
        "groups": list(question.groups),
        "optional": question.is_optional,
        "scale": question.is_scale,
        "labelled": question.is_labelled,
        "several": question.takes_several,
        "options": [[option.key, option.label, option.group] for option in question.options],
    }
