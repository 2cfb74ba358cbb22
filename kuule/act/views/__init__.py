"""The pages of this room."""

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
from kuule.act.views.answers import letter_answer, letter_stop
from kuule.act.views.by_hand import case_open
from kuule.act.views.causes import cause_archive, cause_edit, cause_list, cause_merge, cause_move
from kuule.act.views.inbound import incoming_mail
from kuule.act.views.inboxes import case_bulk, case_list
from kuule.act.views.letter_settings import letter_settings, stray_mail_list
from kuule.act.views.letters import (
    case_letter_preview,
    case_letters,
    incoming_file,
    letter_again,
    letter_sent,
    letter_take_back,
    panel_invite,
)
from kuule.act.views.panel import panel_export, panel_leave, panel_list
from kuule.act.views.passes import case_pass
from kuule.act.views.recovered import recovered_list
from kuule.act.views.saved_words import saved_words, saved_words_drop

__all__ = [
    "case_bulk",
    "case_call",
    "case_cause",
    "case_close",
    "case_hand_over",
    "case_letter_preview",
    "case_letters",
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
    "incoming_file",
    "incoming_mail",
    "letter_again",
    "letter_answer",
    "letter_sent",
    "letter_settings",
    "letter_stop",
    "letter_take_back",
    "panel_export",
    "panel_invite",
    "panel_leave",
    "panel_list",
    "promise_done",
    "promise_drop",
    "recovered_list",
    "saved_words",
    "saved_words_drop",
    "stray_mail_list",
]
