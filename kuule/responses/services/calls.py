"""Answers that somebody was told on the phone and keyed in."""

from datetime import datetime

from django.db import transaction

from kuule.dispatch.models import AskHold
from kuule.dispatch.rules.collectors import INTERVIEWER
from kuule.dispatch.services.calls import ask_on_call
from kuule.responses.models import Response
from kuule.responses.services.answers import accept_answer
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import Reply
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor


@transaction.atomic
def key_in_answer(
    *, call: AskHold, version: SurveyVersion, reply: Reply, language: str, member: Member, actor: Actor, now: datetime
) -> Response:
    """Keep what somebody said on the phone, with who keyed it in, and end the call. Raises Refused as `ask_on_call`."""
    invitation = ask_on_call(call=call, version=version, actor=actor, now=now)
    return accept_answer(
        version=version,
        score=reply.score,
        verbatim=reply.verbatim,
        answers=reply.answers,
        not_asked=reply.not_asked,
        language=language,
        channel=INTERVIEWER,
        now=now,
        invitation=invitation,
        entered_by=member.user,
    )
