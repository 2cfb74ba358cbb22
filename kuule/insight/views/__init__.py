"""The pages where people see what the answers mean."""

from kuule.insight.views.annotations import annotation_delete, annotation_edit, annotation_list, annotation_new
from kuule.insight.views.answers import note_delete, response_page, review_new
from kuule.insight.views.beliefs import beliefs, guesses_ask
from kuule.insight.views.benchmark_editing import benchmark_delete, benchmark_edit, benchmark_new
from kuule.insight.views.benchmarks import benchmarks
from kuule.insight.views.care import touchpoint_care
from kuule.insight.views.certificates import (
    certificate_file,
    certificate_list,
    certificate_new,
    certificate_page,
    certificate_public,
    certificate_public_file,
    certificate_publish,
)
from kuule.insight.views.cohorts import cohort_page
from kuule.insight.views.comment_jobs import comment_jobs, comment_jobs_stop, theme_relabel
from kuule.insight.views.comments import comment_list
from kuule.insight.views.comparing import comparison_page
from kuule.insight.views.counting import counting_stop, counting_stopped
from kuule.insight.views.coverage import coverage
from kuule.insight.views.coverage_plan import coverage_plan, coverage_plan_out
from kuule.insight.views.coverage_settings import (
    coverage_chat,
    coverage_chat_remove,
    coverage_chat_try,
    coverage_settings,
)
from kuule.insight.views.downloads import download
from kuule.insight.views.drivers import drivers_page
from kuule.insight.views.exports import response_export, survey_answers_export
from kuule.insight.views.guessing import guess_by_link, guess_mine
from kuule.insight.views.heard import heard_delete, heard_list, heard_new
from kuule.insight.views.journey import journey, journey_begin, journey_review
from kuule.insight.views.journey_editing import (
    journey_edit,
    journey_give,
    stage_add,
    stage_move,
    stage_remove,
    stage_rename,
    touchpoint_archive,
    touchpoint_bring_back,
    touchpoint_move,
)
from kuule.insight.views.overview import overview, segment_list
from kuule.insight.views.pivoting import pivot_page
from kuule.insight.views.planning import calculator
from kuule.insight.views.results import survey_results, survey_words
from kuule.insight.views.reviews import corrections, review_list, review_page
from kuule.insight.views.saved_views import (
    saved_view_delete,
    saved_view_list,
    saved_view_new,
    saved_view_rename,
)
from kuule.insight.views.series import series_delete, series_edit, series_list, series_new, series_page
from kuule.insight.views.theme_editing import (
    theme_archive,
    theme_begin,
    theme_edit,
    theme_merge,
    theme_new,
    theme_restore,
    theme_split,
)
from kuule.insight.views.theme_reviews import theme_review
from kuule.insight.views.theme_suggestions import (
    suggestion_dismiss,
    suggestion_list,
    suggestion_look,
    suggestion_take,
    suggestion_wording,
)
from kuule.insight.views.themes import theme_list, theme_page
from kuule.insight.views.touchpoints import touchpoint_edit, touchpoint_new
from kuule.insight.views.trending import trend_page
from kuule.insight.views.urgent_phrases import urgent_phrases, urgent_phrases_edit, urgent_phrases_reset
from kuule.insight.views.voices import voices_page

__all__ = [
    "annotation_delete",
    "annotation_edit",
    "annotation_list",
    "annotation_new",
    "beliefs",
    "benchmark_delete",
    "benchmark_edit",
    "benchmark_new",
    "benchmarks",
    "calculator",
    "certificate_file",
    "certificate_list",
    "certificate_new",
    "certificate_page",
    "certificate_public",
    "certificate_public_file",
    "certificate_publish",
    "cohort_page",
    "comment_jobs",
    "comment_jobs_stop",
    "comment_list",
    "comparison_page",
    "corrections",
    "counting_stop",
    "counting_stopped",
    "coverage",
    "coverage_chat",
    "coverage_chat_remove",
    "coverage_chat_try",
    "coverage_plan",
    "coverage_plan_out",
    "coverage_settings",
    "download",
    "drivers_page",
    "guess_by_link",
    "guess_mine",
    "guesses_ask",
    "heard_delete",
    "heard_list",
    "heard_new",
    "journey",
    "journey_begin",
    "journey_edit",
    "journey_give",
    "journey_review",
    "note_delete",
    "overview",
    "pivot_page",
    "response_export",
    "response_page",
    "review_list",
    "review_new",
    "review_page",
    "saved_view_delete",
    "saved_view_list",
    "saved_view_new",
    "saved_view_rename",
    "segment_list",
    "series_delete",
    "series_edit",
    "series_list",
    "series_new",
    "series_page",
    "stage_add",
    "stage_move",
    "stage_remove",
    "stage_rename",
    "suggestion_dismiss",
    "suggestion_list",
    "suggestion_look",
    "suggestion_take",
    "suggestion_wording",
    "survey_answers_export",
    "survey_results",
    "survey_words",
    "theme_archive",
    "theme_begin",
    "theme_edit",
    "theme_list",
    "theme_merge",
    "theme_new",
    "theme_page",
    "theme_relabel",
    "theme_restore",
    "theme_review",
    "theme_split",
    "touchpoint_archive",
    "touchpoint_bring_back",
    "touchpoint_care",
    "touchpoint_edit",
    "touchpoint_move",
    "touchpoint_new",
    "trend_page",
    "urgent_phrases",
    "urgent_phrases_edit",
    "urgent_phrases_reset",
    "voices_page",
]
