"""What can be done about asking: the acts that other rooms, pages and drains call."""

from kuule.dispatch.services.confirmations import ask_to_confirm, withdraw_confirmation
from kuule.dispatch.services.decisions import mark_sent, send_again
from kuule.dispatch.services.handover import (
    declare_uncertain,
    hand_over,
    postpone_delivery,
    rest_deliveries,
)
from kuule.dispatch.services.invitations import mark_answered, stop_asking, unmark_answered
from kuule.dispatch.services.letters import letter_to, sample_letter
from kuule.dispatch.services.reports import NotYetKnown, note_report
from kuule.dispatch.services.returned_mail import note_returned_mail
from kuule.dispatch.services.waves import cancel_wave, finish_waves, plan_wave, schedule_wave

__all__ = [
    "NotYetKnown",
    "ask_to_confirm",
    "cancel_wave",
    "declare_uncertain",
    "finish_waves",
    "hand_over",
    "letter_to",
    "mark_answered",
    "mark_sent",
    "note_report",
    "note_returned_mail",
    "plan_wave",
    "postpone_delivery",
    "rest_deliveries",
    "sample_letter",
    "schedule_wave",
    "send_again",
    "stop_asking",
    "unmark_answered",
    "withdraw_confirmation",
]
