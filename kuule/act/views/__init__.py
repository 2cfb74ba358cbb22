"""The pages of this room."""

from kuule.act.views.answers import letter_answer, letter_stop
from kuule.act.views.inbound import incoming_mail
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
from kuule.act.views.saved_words import saved_words, saved_words_drop

__all__ = [
    "case_letter_preview",
    "case_letters",
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
    "saved_words",
    "saved_words_drop",
    "stray_mail_list",
]
