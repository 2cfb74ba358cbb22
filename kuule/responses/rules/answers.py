"""Where answers are given, on which scale, and how long."""

from datetime import datetime

from kuule.surveys.question_types.scales import ONE_TO_FIVE, ONE_TO_SEVEN, SCALES, ZERO_TO_TEN
from kuule.surveys.rules import PUBLISHED

__all__ = [
    "LINK",
    "ONE_TO_FIVE",
    "ONE_TO_SEVEN",
    "SCALES",
    "TOLD",
    "ZERO_TO_TEN",
    "about_path",
    "takes_answers",
    "thanks_path",
    "withdraw_path",
]

LINK = "link"  # the channel of an answer by a shared link
TOLD = "api"  # the channel of an answer that another system told of


def takes_answers(
    *, survey_state: str, archived_at: datetime | None, expires_at: datetime | None, now: datetime
) -> bool:
    """Tell whether an answer may be given or changed: the survey is open and the personal link has not run out."""
    return survey_state == PUBLISHED and archived_at is None and (expires_at is None or now < expires_at)


def thanks_path(answer_path: str) -> str:
    """Return where somebody goes whose answer is saved."""
    return f"{answer_path}/thanks"


def withdraw_path(answer_path: str) -> str:
    """Return where an answer is taken back."""
    return f"{answer_path}/withdraw"


def about_path(answer_path: str) -> str:
    """Return the page that says how an answer is used."""
    return f"{answer_path}/about"
