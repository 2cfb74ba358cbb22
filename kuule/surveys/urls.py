"""Addresses of this room."""

from django.urls import path

from kuule.surveys import views

urlpatterns = [
    path("w/<slug:slug>/surveys/", views.survey_list, name="survey_list"),
    path("w/<slug:slug>/surveys/<int:survey_id>/", views.survey_page, name="survey_page"),
    path("w/<slug:slug>/surveys/<int:survey_id>/publish/", views.survey_publish, name="survey_publish"),
    path("w/<slug:slug>/surveys/<int:survey_id>/close/", views.survey_close, name="survey_close"),
]
