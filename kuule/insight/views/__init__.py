"""The pages where people see what the answers mean."""

from kuule.insight.views.answers import note_delete, response_page, review_new
from kuule.insight.views.comments import comment_list
from kuule.insight.views.comparing import comparison_page
from kuule.insight.views.exports import response_export, survey_answers_export
from kuule.insight.views.overview import overview, segment_list
from kuule.insight.views.planning import calculator
from kuule.insight.views.results import survey_results, survey_words
from kuule.insight.views.reviews import corrections, review_list, review_page
from kuule.insight.views.voices import voices_page

__all__ = [
    "calculator",
    "comment_list",
    "comparison_page",
    "corrections",
    "note_delete",
    "overview",
    "response_export",
    "response_page",
    "review_list",
    "review_new",
    "review_page",
    "segment_list",
    "survey_answers_export",
    "survey_results",
    "survey_words",
    "voices_page",
]
