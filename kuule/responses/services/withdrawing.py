"""A respondent takes their answer back."""

from datetime import datetime

from django.db import transaction

from kuule.responses.models import Response
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@transaction.atomic
def withdraw_answer(*, response: Response, actor: Actor, now: datetime) -> None:
    """Delete an answer with all that hangs on it. The invitation stays answered: nobody is asked again."""
    record(workspace=response.workspace, actor=actor, act="answer_withdrawn", subject=response.survey, now=now)
    response.delete()
