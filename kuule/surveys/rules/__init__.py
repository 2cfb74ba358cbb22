"""Decisions about surveys, their texts and the answers to them, as pure functions."""

from kuule.surveys.rules.asking import (
    ShownOption,
    ShownProblem,
    ShownQuestion,
    shown_problems,
    shown_questions,
)
from kuule.surveys.rules.replies import SCORE_FIELD, Reply, read_reply, verbatim_field
from kuule.surveys.rules.states import (
    CLOSED,
    DRAFT,
    EFFORT,
    EMPLOYEE,
    FAMILIES,
    PUBLISHED,
    RELATIONSHIP,
    SATISFACTION,
    STATES,
    TRANSACTIONAL,
    shared_path,
)
from kuule.surveys.rules.texts import RIGHT_TO_LEFT, Texts, best_language, direction, fill, isolated, text_for
from kuule.surveys.rules.wording import Wording

__all__ = [
    "CLOSED",
    "DRAFT",
    "EFFORT",
    "EMPLOYEE",
    "FAMILIES",
    "PUBLISHED",
    "RELATIONSHIP",
    "RIGHT_TO_LEFT",
    "SATISFACTION",
    "SCORE_FIELD",
    "STATES",
    "TRANSACTIONAL",
    "Reply",
    "ShownOption",
    "ShownProblem",
    "ShownQuestion",
    "Texts",
    "Wording",
    "best_language",
    "direction",
    "fill",
    "isolated",
    "read_reply",
    "shared_path",
    "shown_problems",
    "shown_questions",
    "text_for",
    "verbatim_field",
]
