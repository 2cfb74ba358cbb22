"""What can be done with answers: the acts that other rooms and pages call."""

from kuule.responses.services.anonymous import AnsweredAlreadyError, accept_anonymous_answer
from kuule.responses.services.answers import OutweighedError, TokenTakenError, accept_answer
from kuule.responses.services.clicks import keep_click, see_through_scanner
from kuule.responses.services.confirming import confirm_answer
from kuule.responses.services.notes import add_note, delete_note
from kuule.responses.services.reviews import (
    ask_about_verdict,
    ask_for_correction,
    decide_score,
    decide_verdict,
)

__all__ = [
    "AnsweredAlreadyError",
    "OutweighedError",
    "TokenTakenError",
    "accept_anonymous_answer",
    "accept_answer",
    "add_note",
    "ask_about_verdict",
    "ask_for_correction",
    "confirm_answer",
    "decide_score",
    "decide_verdict",
    "delete_note",
    "keep_click",
    "see_through_scanner",
]
