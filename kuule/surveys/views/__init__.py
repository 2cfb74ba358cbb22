"""The pages on which staff compose surveys."""

from kuule.surveys.views.editor import (
    survey_draft,
    survey_draft_discard,
    survey_edit,
    survey_language_add,
    survey_language_remove,
    survey_settings,
    survey_texts,
)
from kuule.surveys.views.files import survey_export, survey_import
from kuule.surveys.views.questions import survey_put_back, survey_question, survey_question_add
from kuule.surveys.views.surveys import (
    survey_archive,
    survey_archived,
    survey_bring_back,
    survey_close,
    survey_copy,
    survey_list,
    survey_page,
    survey_publish,
    survey_reopen,
)

__all__ = [
    "survey_archive",
    "survey_archived",
    "survey_bring_back",
    "survey_close",
    "survey_copy",
    "survey_draft",
    "survey_draft_discard",
    "survey_edit",
    "survey_export",
    "survey_import",
    "survey_language_add",
    "survey_language_remove",
    "survey_list",
    "survey_page",
    "survey_publish",
    "survey_put_back",
    "survey_question",
    "survey_question_add",
    "survey_reopen",
    "survey_settings",
    "survey_texts",
]
