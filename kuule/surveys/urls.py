"""Addresses of this room."""

from django.urls import path

from kuule.surveys import views

_ALL = "w/<slug:slug>/surveys/"
_ONE = f"{_ALL}<int:survey_id>/"

urlpatterns = [
    path(_ALL, views.survey_list, name="survey_list"),
    path(f"{_ALL}import/", views.survey_import, name="survey_import"),
    path(f"{_ALL}archived/", views.survey_archived, name="survey_archived"),
    path(_ONE, views.survey_page, name="survey_page"),
    path(f"{_ONE}publish/", views.survey_publish, name="survey_publish"),
    path(f"{_ONE}close/", views.survey_close, name="survey_close"),
    path(f"{_ONE}reopen/", views.survey_reopen, name="survey_reopen"),
    path(f"{_ONE}copy/", views.survey_copy, name="survey_copy"),
    path(f"{_ONE}archive/", views.survey_archive, name="survey_archive"),
    path(f"{_ALL}archived/bring-back/", views.survey_bring_back, name="survey_bring_back"),
    path(f"{_ONE}export/", views.survey_export, name="survey_export"),
    path(f"{_ONE}draft/", views.survey_draft, name="survey_draft"),
    path(f"{_ONE}draft/discard/", views.survey_draft_discard, name="survey_draft_discard"),
    path(f"{_ONE}edit/", views.survey_edit, name="survey_edit"),
    path(f"{_ONE}edit/settings/", views.survey_settings, name="survey_settings"),
    path(f"{_ONE}edit/questions/", views.survey_question_add, name="survey_question_add"),
    path(f"{_ONE}edit/questions/<slug:question>/", views.survey_question, name="survey_question"),
    path(f"{_ONE}edit/put-back/", views.survey_put_back, name="survey_put_back"),
    path(f"{_ONE}edit/texts/<slug:group>/", views.survey_texts, name="survey_texts"),
    path(f"{_ONE}edit/languages/", views.survey_language_add, name="survey_language_add"),
    path(f"{_ONE}edit/languages/remove/", views.survey_language_remove, name="survey_language_remove"),
]
