"""Decisions about surveys, their texts and the answers to them, as pure functions."""

from kuule.surveys.question_types.base import Value
from kuule.surveys.rules.asking import (
    ShownOption,
    ShownProblem,
    ShownQuestion,
    has_wording_by_group,
    shown_problems,
    shown_questions,
)
from kuule.surveys.rules.content import Content, missing_in
from kuule.surveys.rules.filing import SurveyFile, UnreadableSurvey, file_of, survey_from_file
from kuule.surveys.rules.headline import FAMILY_HEADLINES, headline_of, scale_of, scale_of_question
from kuule.surveys.rules.linting import Advice, advice_on
from kuule.surveys.rules.publishing import Blocker, blockers
from kuule.surveys.rules.replies import (
    SCORE_FIELD,
    Reply,
    chosen_score,
    fields_with_several,
    group_of_values,
    read_reply,
    verbatim_field,
)
from kuule.surveys.rules.showing import STRANGER, Person
from kuule.surveys.rules.states import (
    BELIEF,
    BLIND,
    CLOSED,
    DRAFT,
    EFFORT,
    EMPLOYEE,
    FAMILIES,
    OF_STAFF,
    PUBLISHED,
    RELATIONSHIP,
    SATISFACTION,
    STATES,
    TRANSACTIONAL,
    group_measured,
    kept_group,
    shared_path,
)
from kuule.surveys.rules.texts import RIGHT_TO_LEFT, Texts, best_language, direction, fill, isolated, text_for
from kuule.surveys.rules.wording import Wording

__all__ = [
    "BELIEF",
    "BLIND",
    "CLOSED",
    "DRAFT",
    "EFFORT",
    "EMPLOYEE",
    "FAMILIES",
    "FAMILY_HEADLINES",
    "OF_STAFF",
    "PUBLISHED",
    "RELATIONSHIP",
    "RIGHT_TO_LEFT",
    "SATISFACTION",
    "SCORE_FIELD",
    "STATES",
    "STRANGER",
    "TRANSACTIONAL",
    "Advice",
    "Blocker",
    "Content",
    "Person",
    "Reply",
    "ShownOption",
    "ShownProblem",
    "ShownQuestion",
    "SurveyFile",
    "Texts",
    "UnreadableSurvey",
    "Value",
    "Wording",
    "advice_on",
    "best_language",
    "blockers",
    "chosen_score",
    "direction",
    "fields_with_several",
    "file_of",
    "fill",
    "group_measured",
    "group_of_values",
    "has_wording_by_group",
    "headline_of",
    "isolated",
    "kept_group",
    "missing_in",
    "read_reply",
    "scale_of",
    "scale_of_question",
    "shared_path",
    "shown_problems",
    "shown_questions",
    "survey_from_file",
    "text_for",
    "verbatim_field",
]
