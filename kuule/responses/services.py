"""What respondents do: answer, and change their answer."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kuule.contacts.selectors import property_snapshot
from kuule.dispatch.models import Invitation
from kuule.dispatch.services import mark_answered
from kuule.responses.models import Response, ResponseRevision
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.rules import RESPONDENT

_CHANGEABLE = ("score", "verbatim", "answers")


class TokenTakenError(ValueError):
    """The token of a shared link already belongs to an answer to another survey."""


@transaction.atomic
def accept_answer(
    *,
    version: SurveyVersion,
    score: int,
    verbatim: str,
    answers: dict[str, int | str],
    language: str,
    channel: str,
    now: datetime,
    invitation: Invitation | None = None,
    token_hash: str | None = None,
) -> Response:
    """Keep an answer; one that was given before by the same invitation or token is revised, never doubled.

    Give the `invitation` of a personal link or the `token_hash` of a shared one. When this returns and the
    transaction ends, the answer is on disk. No audit line: the answer and its revisions are the record themselves.
    Raises TokenTakenError.
    """
    contact = invitation.contact if invitation else None
    given = Response(
        workspace_id=version.workspace_id,
        survey_id=version.survey_id,
        version=version,
        invitation=invitation,
        contact=contact,
        account_id=contact.account_id if contact else None,
        token_hash=token_hash,
        channel=channel,
        language=language,
        score=score,
        verbatim=verbatim,
        answers=answers,
        properties=property_snapshot(contact) if contact else {},
        answered_at=now,
    )
    return _kept(given) or _revised(given, now)


def _kept(given: Response) -> Response | None:
    # The unique index decides between two answers of the same moment; the savepoint lets the loser go on.
    try:
        with transaction.atomic():
            given.save(force_insert=True)
    except IntegrityError:
        return None
    if given.invitation is not None:
        mark_answered(invitation=given.invitation, now=given.answered_at)
    return given


def _revised(given: Response, now: datetime) -> Response:
    answers = Response.objects.select_for_update()
    earlier = answers.get(
        **({"token_hash": given.token_hash} if given.token_hash else {"invitation": given.invitation})
    )
    if earlier.survey_id != given.survey_id:
        raise TokenTakenError
    if all(getattr(earlier, field) == getattr(given, field) for field in _CHANGEABLE):
        return earlier
    ResponseRevision.objects.create(
        workspace_id=earlier.workspace_id,
        response=earlier,
        until=now,
        changed_by_kind=RESPONDENT.kind,
        **{field: getattr(earlier, field) for field in _CHANGEABLE},
    )
    for field in (*_CHANGEABLE, "language"):
        setattr(earlier, field, getattr(given, field))
    earlier.changed_at = now
    earlier.save(update_fields=[*_CHANGEABLE, "language", "changed_at"])
    return earlier
