"""Addresses of this room."""

from django.urls import path

from kuule.insight import views

_JOURNEY = "w/<slug:slug>/journey/"
_STAGE = f"{_JOURNEY}stages/<int:stage_id>/"
_TOUCHPOINT = f"{_JOURNEY}touchpoints/<int:touchpoint_id>/"

urlpatterns = [
    path("w/<slug:slug>/", views.overview, name="overview"),
    path("w/<slug:slug>/segments/", views.segment_list, name="segment_list"),
    path("w/<slug:slug>/compare/", views.comparison_page, name="comparison"),
    path("w/<slug:slug>/voices/", views.voices_page, name="voices"),
    path("w/<slug:slug>/calculator/", views.calculator, name="calculator"),
    path("w/<slug:slug>/comments/", views.comment_list, name="comment_list"),
    path("w/<slug:slug>/comments/elsewhere/", views.heard_list, name="heard_list"),
    path("w/<slug:slug>/comments/elsewhere/new/", views.heard_new, name="heard_new"),
    path("w/<slug:slug>/comments/elsewhere/<int:heard_id>/delete/", views.heard_delete, name="heard_delete"),
    path("w/<slug:slug>/comments/export/", views.response_export, name="response_export"),
    path("w/<slug:slug>/responses/<int:response_id>/", views.response_page, name="response_page"),
    path("w/<slug:slug>/responses/<int:response_id>/ask/<slug:kind>/", views.review_new, name="review_new"),
    path(
        "w/<slug:slug>/responses/<int:response_id>/notes/<int:note_id>/delete/", views.note_delete, name="note_delete"
    ),
    path("w/<slug:slug>/surveys/<int:survey_id>/results/", views.survey_results, name="survey_results"),
    path("w/<slug:slug>/surveys/<int:survey_id>/results/words/", views.survey_words, name="survey_words"),
    path(
        "w/<slug:slug>/surveys/<int:survey_id>/results/export/",
        views.survey_answers_export,
        name="survey_answers_export",
    ),
    path("w/<slug:slug>/annotations/", views.annotation_list, name="annotation_list"),
    path("w/<slug:slug>/annotations/new/", views.annotation_new, name="annotation_new"),
    path("w/<slug:slug>/annotations/<int:annotation_id>/", views.annotation_edit, name="annotation_edit"),
    path("w/<slug:slug>/annotations/<int:annotation_id>/delete/", views.annotation_delete, name="annotation_delete"),
    path("w/<slug:slug>/series/", views.series_list, name="series_list"),
    path("w/<slug:slug>/series/new/", views.series_new, name="series_new"),
    path("w/<slug:slug>/series/<int:series_id>/", views.series_page, name="series_page"),
    path("w/<slug:slug>/series/<int:series_id>/delete/", views.series_delete, name="series_delete"),
    path("w/<slug:slug>/views/", views.saved_view_list, name="saved_view_list"),
    path("w/<slug:slug>/views/save/", views.saved_view_new, name="saved_view_new"),
    path("w/<slug:slug>/views/<int:view_id>/", views.saved_view_rename, name="saved_view_rename"),
    path("w/<slug:slug>/views/<int:view_id>/delete/", views.saved_view_delete, name="saved_view_delete"),
    path("w/<slug:slug>/download/<slug:figure>/", views.download, name="download"),
    path("w/<slug:slug>/reviews/", views.review_list, name="review_list"),
    path("w/<slug:slug>/reviews/<int:review_id>/", views.review_page, name="review_page"),
    path("w/<slug:slug>/beliefs/", views.beliefs, name="beliefs"),
    path("w/<slug:slug>/beliefs/asking/", views.guesses_ask, name="guesses_ask"),
    path("w/<slug:slug>/guesses/", views.guess_mine, name="guess_mine"),
    path("g/<path:token>", views.guess_by_link, name="guess_by_link"),
    path("w/<slug:slug>/corrections/", views.corrections, name="corrections"),
    path("w/<slug:slug>/accounts/coverage/", views.coverage, name="coverage"),
    path("w/<slug:slug>/accounts/coverage/plan/", views.coverage_plan, name="coverage_plan"),
    path("w/<slug:slug>/accounts/coverage/plan/out/", views.coverage_plan_out, name="coverage_plan_out"),
    path("w/<slug:slug>/accounts/coverage/settings/", views.coverage_settings, name="coverage_settings"),
    path("w/<slug:slug>/accounts/coverage/settings/chat/", views.coverage_chat, name="coverage_chat"),
    path("w/<slug:slug>/accounts/coverage/settings/chat/try/", views.coverage_chat_try, name="coverage_chat_try"),
    path(
        "w/<slug:slug>/accounts/coverage/settings/chat/remove/", views.coverage_chat_remove, name="coverage_chat_remove"
    ),
    path(_JOURNEY, views.journey, name="journey"),
    path(f"{_JOURNEY}begin/", views.journey_begin, name="journey_begin"),
    path(f"{_JOURNEY}reviewed/", views.journey_review, name="journey_review"),
    path(f"{_JOURNEY}owner/", views.journey_give, name="journey_give"),
    path(f"{_JOURNEY}edit/", views.journey_edit, name="journey_edit"),
    path(f"{_JOURNEY}stages/", views.stage_add, name="stage_add"),
    path(f"{_STAGE}name/", views.stage_rename, name="stage_rename"),
    path(f"{_STAGE}move/", views.stage_move, name="stage_move"),
    path(f"{_STAGE}remove/", views.stage_remove, name="stage_remove"),
    path(f"{_JOURNEY}touchpoints/new/", views.touchpoint_new, name="touchpoint_new"),
    path(_TOUCHPOINT, views.touchpoint_edit, name="touchpoint_edit"),
    path(f"{_TOUCHPOINT}care/", views.touchpoint_care, name="touchpoint_care"),
    path(f"{_TOUCHPOINT}move/", views.touchpoint_move, name="touchpoint_move"),
    path(f"{_TOUCHPOINT}archive/", views.touchpoint_archive, name="touchpoint_archive"),
    path(f"{_TOUCHPOINT}bring-back/", views.touchpoint_bring_back, name="touchpoint_bring_back"),
]
