"""What the people of the demo company answer, as a survey keeps it."""

from datetime import datetime
from typing import Any

from kuule.demo.rules.voices import Said
from kuule.dispatch.models import Delivery
from kuule.responses.services import accept_answer
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types import choices


def answers_as_given(version: SurveyVersion, said: Said) -> dict[str, Any]:
    """Return answers to all but the first question and the comment, as a survey keeps them."""
    several = {question["key"] for question in version.questions if question["type"] == choices.KEY}
    picked = {key: picks if key in several else picks[0] for key, picks in said.picks.items()}
    return {**picked, **said.ratings}


def answer_message(
    delivery: Delivery, *, score: int, verbatim: str = "", answers: dict[str, Any] | None = None, now: datetime
) -> None:
    """Answer the survey that a message brought, in its language and on its channel."""
    invitation = delivery.invitation
    accept_answer(
        version=invitation.version,
        score=score,
        verbatim=verbatim,
        answers=answers or {},
        language=invitation.language,
        channel=delivery.channel,
        now=now,
        invitation=invitation,
    )
