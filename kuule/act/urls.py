"""Addresses of this room."""

from django.urls import path

from kuule.act import views

_CASES = "w/<slug:slug>/cases/"
_CASE = f"{_CASES}<int:case_id>/"
_LETTER = f"{_CASE}letters/<int:letter_id>/"

urlpatterns = [
    path(f"{_CASES}letters/", views.letter_settings, name="letter_settings"),
    path(f"{_CASES}letters/unknown/", views.stray_mail_list, name="stray_mail_list"),
    path(f"{_CASES}words/", views.saved_words, name="saved_words"),
    path(f"{_CASES}words/<int:words_id>/delete/", views.saved_words_drop, name="saved_words_drop"),
    path(f"{_CASES}panel/", views.panel_list, name="panel_list"),
    path(f"{_CASES}panel/export/", views.panel_export, name="panel_export"),
    path(f"{_CASES}panel/<int:panel_id>/leave/", views.panel_leave, name="panel_leave"),
    path(f"{_CASE}letters/", views.case_letters, name="case_letters"),
    path(f"{_CASE}letters/preview/", views.case_letter_preview, name="case_letter_preview"),
    path(f"{_CASE}panel/", views.panel_invite, name="panel_invite"),
    path(f"{_CASE}files/<int:file_id>/", views.incoming_file, name="incoming_file"),
    path(f"{_LETTER}take-back/", views.letter_take_back, name="letter_take_back"),
    path(f"{_LETTER}sent/", views.letter_sent, name="letter_sent"),
    path(f"{_LETTER}again/", views.letter_again, name="letter_again"),
    path("hook/<str:secret>/incoming/", views.incoming_mail, name="incoming_mail"),
    path("l/<path:token>/stop", views.letter_stop, name="letter_stop"),
    path("l/<path:token>", views.letter_answer, name="letter_answer"),
]
