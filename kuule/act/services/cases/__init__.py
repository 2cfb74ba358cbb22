"""What people do in a case. Each act keeps the history, leaves an audit line, and loses nobody else's act."""

from kuule.act.services.cases.agreeing import agree_action, drop_action, finish_action
from kuule.act.services.cases.closing import Closing, close_case, reopen_case
from kuule.act.services.cases.coding import NewCause, code_cause
from kuule.act.services.cases.merging import merge_case, part_case
from kuule.act.services.cases.owning import hand_over, take_case
from kuule.act.services.cases.returning import take_contact_back
from kuule.act.services.cases.snoozing import snooze_case, wake_case
from kuule.act.services.cases.talking import add_note, log_call, mark_contacted

__all__ = [
    "Closing",
    "NewCause",
    "add_note",
    "agree_action",
    "close_case",
    "code_cause",
    "drop_action",
    "finish_action",
    "hand_over",
    "log_call",
    "mark_contacted",
    "merge_case",
    "part_case",
    "reopen_case",
    "snooze_case",
    "take_case",
    "take_contact_back",
    "wake_case",
]
