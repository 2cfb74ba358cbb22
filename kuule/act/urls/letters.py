"""Addresses of letters, replies and the customer panel."""

from django.urls import path

from kuule.act.views import answers, inbound, letter_settings, letters, panel, saved_words

_CASES = "w/<slug:slug>/cases/"
_CASE = f"{_CASES}<int:case_id>/"
_LETTER = f"{_CASE}letters/<int:letter_id>/"

urlpatterns = [
    path(f"{_CASES}letters/", letter_settings.letter_settings, name="letter_settings"),
    path(f"{_CASES}letters/unknown/", letter_settings.stray_mail_list, name="stray_mail_list"),
    path(f"{_CASES}words/", saved_words.saved_words, name="saved_words"),
    path(f"{_CASES}words/<int:words_id>/delete/", saved_words.saved_words_drop, name="saved_words_drop"),
    path(f"{_CASES}panel/", panel.panel_list, name="panel_list"),
    path(f"{_CASES}panel/export/", panel.panel_export, name="panel_export"),
    path(f"{_CASES}panel/<int:panel_id>/leave/", panel.panel_leave, name="panel_leave"),
    path(f"{_CASE}letters/", letters.case_letters, name="case_letters"),
    path(f"{_CASE}letters/preview/", letters.case_letter_preview, name="case_letter_preview"),
    path(f"{_CASE}panel/", letters.panel_invite, name="panel_invite"),
    path(f"{_CASE}files/<int:file_id>/", letters.incoming_file, name="incoming_file"),
    path(f"{_LETTER}take-back/", letters.letter_take_back, name="letter_take_back"),
    path(f"{_LETTER}sent/", letters.letter_sent, name="letter_sent"),
    path(f"{_LETTER}again/", letters.letter_again, name="letter_again"),
    path("hook/<str:secret>/incoming/", inbound.incoming_mail, name="incoming_mail"),
    path("l/<path:token>/stop", answers.letter_stop, name="letter_stop"),
    path("l/<path:token>", answers.letter_answer, name="letter_answer"),
]
