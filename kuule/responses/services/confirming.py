"""The respondent says that an unclear answer is theirs."""

from datetime import datetime

from django.db import transaction

from kuule.responses.models import Response
from kuule.responses.rules import CONFIRMED, PERSON, RawClick, Verdict
from kuule.responses.services.clicks import keep_click
from kuule.responses.services.settling import settle
from kuule.workspaces.rules import RESPONDENT
from kuule.workspaces.services import record


@transaction.atomic
def confirm_answer(*, response: Response, now: datetime, click: RawClick | None = None) -> None:
    """Count an answer, because the person it belongs to said that it is theirs. Twice is as good as once."""
    locked = Response.objects.select_for_update(of=("self",)).select_related("workspace", "invitation")
    current = locked.get(pk=response.pk, workspace_id=response.workspace_id)
    if click is not None and current.invitation is not None:
        keep_click(invitation=current.invitation, click=click, response=current)
    if current.verdict == PERSON:
        return
    settle(response=current, verdict=Verdict(PERSON, CONFIRMED), now=now)
    record(workspace=current.workspace, actor=RESPONDENT, act="answer_confirmed", subject=current, now=now)
