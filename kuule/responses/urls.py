"""Addresses of this room. Those that respondents see in mails and on paper are short."""

from django.urls import path

from kuule.responses import views

_PREVIEW = "w/<slug:slug>/surveys/<int:survey_id>/preview/"

urlpatterns = [
    path(_PREVIEW, views.survey_preview, name="survey_preview"),
    path(f"{_PREVIEW}mail/", views.survey_preview_mail, name="survey_preview_mail"),
    path(f"{_PREVIEW}<slug:page>/", views.survey_preview_page, name="survey_preview_page"),
    path("a/<str:token>/thanks", views.answer_thanks, name="answer_thanks"),
    path("a/<str:token>/about", views.answer_about, name="answer_about"),
    path("a/<str:token>/withdraw", views.answer_withdraw, name="answer_withdraw"),
    path("a/<path:token>", views.answer, name="answer"),
    path("c/<path:token>", views.confirm, name="confirm_answer"),
    path("s/<str:slug>/about", views.shared_about, name="shared_about"),
    path("s/<str:slug>/thanks", views.shared_thanks, name="shared_thanks"),
    path("s/<path:slug>", views.shared_answer, name="shared_answer"),
]
