"""Decisions about answering, as pure functions."""

from datetime import datetime

from kuule.surveys.rules import PUBLISHED

# Who answered: only what a person sent is counted.
PERSON, UNCLEAR, SCANNER = "person", "unclear", "scanner"
VERDICTS = (PERSON, UNCLEAR, SCANNER)

# The scales a score can be on. NPS comes from the first alone.
ZERO_TO_TEN, ONE_TO_FIVE, ONE_TO_SEVEN = "0-10", "1-5", "1-7"
SCALES = (ZERO_TO_TEN, ONE_TO_FIVE, ONE_TO_SEVEN)

# What somebody else decides about an answer: whether a person gave it, or which score was meant.
REVIEW_KINDS = ("verdict", "score")

LINK = "link"  # the channel of an answer by a shared link


def takes_answers(
    *, survey_state: str, archived_at: datetime | None, expires_at: datetime | None, now: datetime
) -> bool:
    """Tell whether an answer may be given or changed: the survey is open and the personal link has not run out."""
    return survey_state == PUBLISHED and archived_at is None and (expires_at is None or now < expires_at)


def thanks_path(answer_path: str) -> str:
    """Return where somebody goes whose answer is saved."""
    return f"{answer_path}/thanks"


def about_path(answer_path: str) -> str:
    """Return the page that says how an answer is used."""
    return f"{answer_path}/about"
