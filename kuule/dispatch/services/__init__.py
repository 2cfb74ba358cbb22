"""What can be done about asking: the acts that other rooms, pages and drains call."""

from kuule.dispatch.services.asking_about import ask_about_occurrences
from kuule.dispatch.services.care import begin_care, finish_call, plan_care, take_steps
from kuule.dispatch.services.confirmations import ask_to_confirm, withdraw_confirmation
from kuule.dispatch.services.coverage import change_coverage
from kuule.dispatch.services.dates import note_dates
from kuule.dispatch.services.decisions import mark_sent, send_again
from kuule.dispatch.services.handover import hand_over, hand_over_some, postpone_delivery, rest_deliveries
from kuule.dispatch.services.invitations import mark_answered, say_not_now, stop_asking, unmark_answered
from kuule.dispatch.services.letters import letter_to, sample_letter, sample_text
from kuule.dispatch.services.limits import (
    lift_limit,
    place_hold,
    release_hold,
    set_limit,
    set_priority,
    take_back_in,
    take_out,
)
from kuule.dispatch.services.occurrences import record_occurrences
from kuule.dispatch.services.planning import plan_programme
from kuule.dispatch.services.programmes import (
    change_programme,
    create_programme,
    end_programme,
    pause_programme,
    resume_programme,
    start_programme,
)
from kuule.dispatch.services.reminder_plans import plan_reminders
from kuule.dispatch.services.reminders import remind_due
from kuule.dispatch.services.reports import NotYetKnown, note_report
from kuule.dispatch.services.returned_mail import note_returned_mail
from kuule.dispatch.services.stuck import declare_uncertain, give_back_stuck
from kuule.dispatch.services.text_replies import note_text_reply
from kuule.dispatch.services.waves import cancel_wave, finish_waves, plan_wave, schedule_wave

__all__ = [
    "NotYetKnown",
    "ask_about_occurrences",
    "ask_to_confirm",
    "begin_care",
    "cancel_wave",
    "change_coverage",
    "change_programme",
    "create_programme",
    "declare_uncertain",
    "end_programme",
    "finish_call",
    "finish_waves",
    "give_back_stuck",
    "hand_over",
    "hand_over_some",
    "letter_to",
    "lift_limit",
    "mark_answered",
    "mark_sent",
    "note_dates",
    "note_report",
    "note_returned_mail",
    "note_text_reply",
    "pause_programme",
    "place_hold",
    "plan_care",
    "plan_programme",
    "plan_reminders",
    "plan_wave",
    "postpone_delivery",
    "record_occurrences",
    "release_hold",
    "remind_due",
    "rest_deliveries",
    "resume_programme",
    "sample_letter",
    "sample_text",
    "say_not_now",
    "schedule_wave",
    "send_again",
    "set_limit",
    "set_priority",
    "start_programme",
    "stop_asking",
    "take_back_in",
    "take_out",
    "take_steps",
    "unmark_answered",
    "withdraw_confirmation",
]
