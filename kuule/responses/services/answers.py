"""What respondents do: answer, and change their answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kuule.contacts.models import Account
from kuule.contacts.rules.snapshots import snapshot
from kuule.contacts.selectors import property_snapshot
from kuule.dispatch.models import Collector, Invitation
from kuule.dispatch.services import mark_answered
from kuule.responses.models import Response, ResponseRevision
from kuule.responses.rules import (
    ANSWERED_AGAIN,
    PERSON,
    UNCLEAR,
    UNDOUBTED,
    RawClick,
    Verdict,
    is_weaker,
)
from kuule.responses.services.clicks import keep_click
from kuule.responses.services.settling import doubt, settle
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import Value
from kuule.surveys.rules.headline import scale_of
from kuule.workspaces.models import User
from kuule.workspaces.rules import RESPONDENT

_CHANGEABLE = ("score", "verbatim", "answers")
_BESIDE = ("not_asked", "language", "is_finished")


class TokenTakenError(ValueError):
    """The token of a shared link already belongs to an answer to another survey."""


class OutweighedError(ValueError):
    """What came is less certainly a person's than the answer that is kept, which therefore stays as it is."""


@transaction.atomic
def accept_answer(
    *,
    version: SurveyVersion,
    score: int,
    verbatim: str,
    answers: dict[str, int | str | list[str]],
    language: str,
    channel: str,
    now: datetime,
    invitation: Invitation | None = None,
    token_hash: str | None = None,
    verdict: Verdict = UNDOUBTED,
    click: RawClick | None = None,
    clicks_before: int = 0,
    is_finished: bool = True,
    collector: Collector | None = None,
    entered_by: User | None = None,
    not_asked: Mapping[str, Value] | None = None,
) -> Response:
    """Keep an answer; one that was given before by the same invitation or token is revised, never doubled.

    Give the `invitation` of a personal link or the `token_hash` of a shared one, and the raw `click` that it came by
    with how many are kept before it. `collector` is where a shared one was met; an account that it is for is the one of
    the answer. `entered_by` keyed in what they were told on the phone. With `is_finished` False it is the first tap
    alone, which the whole answer completes later; `not_asked` is as `Reply` has it. When this returns and the
    transaction ends, the answer is on disk. No audit line: the answer and its revisions are the record themselves.
    Raises TokenTakenError or OutweighedError.
    """
    if version.survey.is_anonymous:
        raise ValueError("Answers to an anonymous survey are kept by accept_anonymous_answer.")
    contact = invitation.contact if invitation else None
    account = collector.account if collector and contact is None else None
    given = Response(
        workspace_id=version.workspace_id,
        survey_id=version.survey_id,
        version=version,
        invitation=invitation,
        contact=contact,
        account_id=contact.account_id if contact else account.pk if account else None,
        token_hash=token_hash,
        channel=channel,
        collector=collector,
        entered_by=entered_by,
        language=language,
        scale=scale_of(version.questions),
        score=score,
        verbatim=verbatim,
        answers=answers,
        not_asked=dict(not_asked) if not_asked else None,
        verdict=verdict.verdict,
        verdict_reason=verdict.reason,
        is_finished=is_finished,
        properties={
            **(property_snapshot(contact) if contact else _of_account(account)),
            **(invitation.properties if invitation else {}),
        },
        answered_at=now,
    )
    response = _kept(given) or _revised(given, now)
    if click is not None and invitation is not None:
        keep_click(invitation=invitation, click=click, response=response, kept_before=clicks_before)
    return response


def _of_account(account: Account | None) -> dict[str, Any]:
    return snapshot(role="", own={}, of_account=account.properties) if account else {}


def _kept(given: Response) -> Response | None:
    # The unique index decides between two answers of the same moment; the savepoint lets the loser go on.
    try:
        with transaction.atomic():
            given.save(force_insert=True)
    except IntegrityError:
        return None
    if given.verdict == UNCLEAR:
        doubt(response=given, now=given.answered_at)
    elif given.verdict == PERSON and given.invitation is not None:
        mark_answered(invitation=given.invitation, now=given.answered_at)
    return given


def _revised(given: Response, now: datetime) -> Response:
    earlier = _earlier(given)
    if earlier.survey_id != given.survey_id:
        raise TokenTakenError
    is_the_same = all(getattr(earlier, field) == getattr(given, field) for field in _CHANGEABLE)
    if is_weaker(given.verdict, than=earlier.verdict):
        if is_the_same:
            return earlier
        raise OutweighedError
    if earlier.verdict != given.verdict:
        return _given_more_surely(earlier, given, now)
    if earlier.is_finished and (is_the_same or not given.is_finished):
        return earlier
    if earlier.is_finished or earlier.score != given.score:
        _keep_revision(earlier, now)
        earlier.changed_at = now
    return _overwritten(earlier, given)


def _earlier(given: Response) -> Response:
    answers = Response.objects.select_for_update()
    return answers.get(**({"token_hash": given.token_hash} if given.token_hash else {"invitation": given.invitation}))


def _given_more_surely(earlier: Response, given: Response, now: datetime) -> Response:
    # What was there before was less surely theirs: their answer begins now, and is no change of mind.
    _keep_revision(earlier, now)
    earlier.answered_at = now
    settle(response=earlier, verdict=Verdict(given.verdict, given.verdict_reason), now=now, outcome=ANSWERED_AGAIN)
    if given.verdict == UNCLEAR:
        doubt(response=earlier, now=now)
    return _overwritten(earlier, given)


def _keep_revision(earlier: Response, now: datetime) -> None:
    ResponseRevision.objects.create(
        workspace_id=earlier.workspace_id,
        response=earlier,
        verdict=earlier.verdict,
        until=now,
        changed_by_kind=RESPONDENT.kind,
        **{field: getattr(earlier, field) for field in _CHANGEABLE},
    )


def _overwritten(earlier: Response, given: Response) -> Response:
    for field in (*_CHANGEABLE, *_BESIDE):
        setattr(earlier, field, getattr(given, field))
    earlier.save(update_fields=[*_CHANGEABLE, *_BESIDE, "answered_at", "changed_at"])
    return earlier
