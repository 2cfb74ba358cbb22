"""Questions about an answer, and the decisions of those who have no stake in it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kuule.responses.models import Response, ResponseRevision, Review
from kuule.responses.rules import (
    CORRECTED,
    DECIDED,
    PERSON,
    REJECTED,
    SCANNER,
    SCORE,
    VERDICT,
    Verdict,
    reason_against,
)
from kuule.responses.services.settling import settle
from kuule.surveys.question_types.scales import points_of
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

LONGEST_REASON = 1_000
LONGEST_IN_REVISION = 300


@transaction.atomic
def ask_about_verdict(*, response: Response, reason: str, actor: Actor, now: datetime) -> Review:
    """Have somebody else decide whether a person gave an answer. Raises Refused as `ask_for_correction` does."""
    return _ask(VERDICT, response, reason, actor, now)


@transaction.atomic
def ask_for_correction(*, response: Response, reason: str, actor: Actor, now: datetime) -> Review:
    """Have somebody else decide which score was meant.

    Raises Refused("no_reason"), Refused("too_long"), Refused("anonymous") or Refused("already_asked").
    """
    if response.survey.is_anonymous:
        raise Refused("anonymous")
    return _ask(SCORE, response, reason, actor, now)


@transaction.atomic
def decide_verdict(*, review: Review, outcome: str, note: str, actor: Actor, now: datetime) -> None:
    """Decide that an answer is a person's (`person`) or not (`scanner`), without having seen the score.

    Raises Refused("owns_account"), Refused("asked_themselves") or Refused("already_decided").
    """
    if outcome not in (PERSON, SCANNER):
        raise ValueError(outcome)
    response = _open_for(review, actor)
    _close(review, actor, now, outcome=outcome, note=note.strip(), verdict_before=response.verdict)
    settle(response=response, verdict=Verdict(outcome, DECIDED), now=now)
    record(workspace=response.workspace, actor=actor, act="verdict_decided", subject=response, now=now)


@transaction.atomic
def decide_score(*, review: Review, score: int | None, note: str, actor: Actor, now: datetime) -> None:
    """Decide which score was meant, without having seen the present one; None leaves the answer as it is.

    Raises Refused as `decide_verdict` does, and Refused("not_a_score").
    """
    response = _open_for(review, actor)
    if score is not None and score not in points_of(response.scale):
        raise Refused("not_a_score")
    outcome = REJECTED if score is None else CORRECTED
    _close(review, actor, now, outcome=outcome, note=note.strip(), score=score)
    if score is not None and score != response.score:
        _correct(response, score, review.reason, actor, now)
    record(workspace=response.workspace, actor=actor, act="score_decided", subject=response, now=now)


def _ask(kind: str, response: Response, reason: str, actor: Actor, now: datetime) -> Review:
    words = reason.strip()
    if not words:
        raise Refused("no_reason")
    if len(words) > LONGEST_REASON:
        raise Refused("too_long", limit=LONGEST_REASON)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                workspace_id=response.workspace_id,
                response=response,
                kind=kind,
                reason=words,
                asked_by_id=actor.id,
                asked_at=now,
            )
    except IntegrityError as error:
        raise Refused("already_asked") from error
    record(workspace=response.workspace, actor=actor, act=f"{kind}_asked", subject=response, now=now)
    return review


def _open_for(review: Review, actor: Actor) -> Response:
    answers = Response.objects.select_for_update(of=("self",)).select_related(
        "workspace", "invitation", "account__owner"
    )
    response = answers.get(pk=review.response_id, workspace_id=review.workspace_id)
    owner = response.account.owner if response.account else None
    if actor.kind != "user" or actor.id is None:
        raise ValueError("Only a person decides about an answer.")
    against = reason_against(
        decider_id=actor.id, owner_id=owner.user_id if owner else None, asker_id=review.asked_by_id
    )
    if against:
        raise Refused(against)
    return response


def _close(review: Review, actor: Actor, now: datetime, **decision: object) -> None:
    mine = Review.objects.filter(pk=review.pk, workspace_id=review.workspace_id, decided_at=None)
    if not mine.update(decided_at=now, decided_by_id=actor.id, **decision):
        raise Refused("already_decided")


def _correct(response: Response, score: int, reason: str, actor: Actor, now: datetime) -> None:
    ResponseRevision.objects.create(
        workspace_id=response.workspace_id,
        response=response,
        score=response.score,
        verbatim=response.verbatim,
        answers=response.answers,
        verdict=response.verdict,
        until=now,
        changed_by_kind=actor.kind,
        changed_by_id=actor.id,
        reason=reason[:LONGEST_IN_REVISION],
    )
    response.score, response.changed_at = score, now
    response.save(update_fields=["score", "changed_at"])
