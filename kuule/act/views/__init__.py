"""The pages on which customers are looked after."""

from kuule.act.views.acting import (
    case_call,
    case_cause,
    case_close,
    case_hand_over,
    case_merge,
    case_note,
    case_page,
    case_part,
    case_promise,
    case_reopen,
    case_snooze,
    case_take,
    case_wake,
    promise_done,
    promise_drop,
)
from kuule.act.views.by_hand import case_open
from kuule.act.views.causes import cause_archive, cause_edit, cause_list, cause_merge, cause_move
from kuule.act.views.inboxes import case_bulk, case_list
from kuule.act.views.passes import case_pass
from kuule.act.views.recovered import recovered_list

__all__ = [
    "case_bulk",
    "case_call",
    "case_cause",
    "case_close",
    "case_hand_over",
    "case_list",
    "case_merge",
    "case_note",
    "case_open",
    "case_page",
    "case_part",
    "case_pass",
    "case_promise",
    "case_reopen",
    "case_snooze",
    "case_take",
    "case_wake",
    "cause_archive",
    "cause_edit",
    "cause_list",
    "cause_merge",
    "cause_move",
    "promise_done",
    "promise_drop",
    "recovered_list",
]
