"""Addresses of cases and their root causes."""

from django.urls import path

from kuule.act.views import acting, by_hand, causes, inboxes, passes, recovered, taking_out

_CASES = "w/<slug:slug>/cases/"
_CASE = f"{_CASES}<int:case_id>/"
_PROMISE = f"{_CASE}promises/<int:action_id>/"
_CAUSES = f"{_CASES}causes/"
_CAUSE = f"{_CAUSES}<int:cause_id>/"

urlpatterns = [
    path(_CASES, inboxes.case_list, name="case_list"),
    path(f"{_CASES}export/", taking_out.case_export, name="case_export"),
    path(f"{_CASES}open/", by_hand.case_open, name="case_open"),
    path(f"{_CASES}bulk/<slug:act>/", inboxes.case_bulk, name="case_bulk"),
    path(f"{_CASES}recovered/", recovered.recovered_list, name="recovered_list"),
    path(_CASE, acting.case_page, name="case_page"),
    path(f"{_CASE}call/", acting.case_call, name="case_call"),
    path(f"{_CASE}note/", acting.case_note, name="case_note"),
    path(f"{_CASE}promise/", acting.case_promise, name="case_promise"),
    path(f"{_CASE}cause/", acting.case_cause, name="case_cause"),
    path(f"{_CASE}hand-over/", acting.case_hand_over, name="case_hand_over"),
    path(f"{_CASE}take/", acting.case_take, name="case_take"),
    path(f"{_CASE}snooze/", acting.case_snooze, name="case_snooze"),
    path(f"{_CASE}wake/", acting.case_wake, name="case_wake"),
    path(f"{_CASE}close/", acting.case_close, name="case_close"),
    path(f"{_CASE}reopen/", acting.case_reopen, name="case_reopen"),
    path(f"{_CASE}merge/", acting.case_merge, name="case_merge"),
    path(f"{_CASE}part/", acting.case_part, name="case_part"),
    path(f"{_PROMISE}done/", acting.promise_done, name="promise_done"),
    path(f"{_PROMISE}drop/", acting.promise_drop, name="promise_drop"),
    path(_CAUSES, causes.cause_list, name="cause_list"),
    path(_CAUSE, causes.cause_edit, name="cause_edit"),
    path(f"{_CAUSE}merge/", causes.cause_merge, name="cause_merge"),
    path(f"{_CAUSE}move/", causes.cause_move, name="cause_move"),
    path(f"{_CAUSE}archive/", causes.cause_archive, name="cause_archive"),
    path("pass/<str:token>/", passes.case_pass, name="case_pass"),
]
