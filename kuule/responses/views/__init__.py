"""The pages on which people answer, which know no session and no cookie, and the preview of them for staff."""

from kuule.responses.views.answering import (
    answer,
    answer_about,
    answer_thanks,
    shared_about,
    shared_answer,
    shared_thanks,
)
from kuule.responses.views.confirming import confirm
from kuule.responses.views.preview import survey_preview, survey_preview_mail, survey_preview_page
from kuule.responses.views.withdrawing import answer_withdraw

__all__ = [
    "answer",
    "answer_about",
    "answer_thanks",
    "answer_withdraw",
    "confirm",
    "shared_about",
    "shared_answer",
    "shared_thanks",
    "survey_preview",
    "survey_preview_mail",
    "survey_preview_page",
]
