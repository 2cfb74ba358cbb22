"""Addresses of this room."""

from django.urls import path

from kuule.act import views

_CASES = "w/<slug:slug>/cases/"
_CASE = f"{_CASES}<int:case_id>/"
_PROMISE = f"{_CASE}promises/<int:action_id>/"
_LETTER = f"{_CASE}letters/<int:letter_id>/"
_CAUSES = f"{_CASES}causes/"
_CAUSE = f"{_CAUSES}<int:cause_id>/"

urlpatterns = [
    path(_CASES, views.case_list, name="case_list"),
    path(f"{_CASES}open/", views.case_open, name="case_open"),
    path(f"{_CASES}bulk/<slug:act>/", views.case_bulk, name="case_bulk"),
    path(f"{_CASES}recovered/", views.recovered_list, name="recovered_list"),
    path(_CASE, views.case_page, name="case_page"),
    path(f"{_CASE}call/", views.case_call, name="case_call"),
    path(f"{_CASE}note/", views.case_note, name="case_note"),
    path(f"{_CASE}promise/", views.case_promise, name="case_promise"),
    path(f"{_CASE}cause/", views.case_cause, name="case_cause"),
    path(f"{_CASE}hand-over/", views.case_hand_over, name="case_hand_over"),
    path(f"{_CASE}take/", views.case_take, name="case_take"),
    path(f"{_CASE}snooze/", views.case_snooze, name="case_snooze"),
    path(f"{_CASE}wake/", views.case_wake, name="case_wake"),
    path(f"{_CASE}close/", views.case_close, name="case_close"),
    path(f"{_CASE}reopen/", views.case_reopen, name="case_reopen"),
    path(f"{_CASE}merge/", views.case_merge, name="case_merge"),
    path(f"{_CASE}part/", views.case_part, name="case_part"),
    path(f"{_PROMISE}done/", views.promise_done, name="promise_done"),
    path(f"{_PROMISE}drop/", views.promise_drop, name="promise_drop"),
    path(_CAUSES, views.cause_list, name="cause_list"),
    path(_CAUSE, views.cause_edit, name="cause_edit"),
    path(f"{_CAUSE}merge/", views.cause_merge, name="cause_merge"),
    path(f"{_CAUSE}move/", views.cause_move, name="cause_move"),
    path(f"{_CAUSE}archive/", views.cause_archive, name="cause_archive"),
    path("pass/<str:token>/", views.case_pass, name="case_pass"),
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
