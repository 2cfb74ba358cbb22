"""Addresses of this room."""

from django.urls import path

from kuule.act import views

_CASES = "w/<slug:slug>/cases/"
_CASE = f"{_CASES}<int:case_id>/"
_PROMISE = f"{_CASE}promises/<int:action_id>/"
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
]
