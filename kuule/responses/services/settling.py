"""What follows when the verdict on an answer changes: who counts as having answered, and what is still to be asked.

Part of a larger act, which writes the audit line.
"""

from datetime import datetime

from kuule.dispatch.services import ask_to_confirm, mark_answered, unmark_answered, withdraw_confirmation
from kuule.responses.models import Response, Review
from kuule.responses.rules import PERSON, UNCLEAR, VERDICT, Verdict


def doubt(*, response: Response, now: datetime) -> None:
    """Put an unclear answer before people: the respondent is asked once by mail, and somebody here can decide."""
    Review.objects.get_or_create(
        workspace_id=response.workspace_id,
        response=response,
        kind=VERDICT,
        decided_at=None,
        defaults={"asked_at": now},
    )
    if response.invitation is not None and response.contact_id is not None:
        ask_to_confirm(invitation=response.invitation, now=now)


def settle(*, response: Response, verdict: Verdict, now: datetime, outcome: str = "") -> None:
    """Write a new verdict on an answer. A question about it that is still open ends with `outcome`, or as the verdict.

    Whoever decides a question has closed it before.
    """
    before, response.verdict, response.verdict_reason = response.verdict, verdict.verdict, verdict.reason
    response.save(update_fields=["verdict", "verdict_reason"])
    Review.objects.filter(workspace_id=response.workspace_id, response=response, kind=VERDICT, decided_at=None).update(
        decided_at=now, outcome=outcome or verdict.verdict, verdict_before=before
    )
    if response.invitation is None:
        return
    if before == UNCLEAR:
        withdraw_confirmation(invitation=response.invitation)
    if verdict.verdict == PERSON:
        mark_answered(invitation=response.invitation, now=response.answered_at)
    elif before == PERSON:
        unmark_answered(invitation=response.invitation)
