"""Reviews, tasks, pinned evidence and money spent of an initiative."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from kuule.act.models import Case, Initiative, InitiativePin, InitiativeReview, InitiativeTask
from kuule.act.rules.initiatives import (
    ENDED,
    PINNED,
    REVIEW_MADE,
    REVIEW_SET,
    REVIEW_VERDICTS,
    SPENT,
    STOP,
    TASK_DONE,
)
from kuule.act.services.initiative_moves import stop_initiative
from kuule.act.services.initiatives import write_entry
from kuule.responses.models import Response
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def plan_review(
    *, initiative: Initiative, due_on: date, actor: Actor, now: datetime, member: Member | None = None
) -> InitiativeReview:
    """Set a day on which somebody decides whether the initiative goes on. A day that is set already stays as it is.

    Raises Refused("ended") for an initiative that is over.
    """
    if initiative.state in ENDED:
        raise Refused("ended")
    review, is_new = InitiativeReview.objects.get_or_create(
        workspace=initiative.workspace, initiative=initiative, due_on=due_on
    )
    if is_new:
        write_entry(initiative=initiative, kind=REVIEW_SET, by=member, now=now, due_on=due_on.isoformat())
        record(workspace=initiative.workspace, actor=actor, act="review_planned", subject=initiative, now=now)
    return review


@transaction.atomic
def make_review(
    *,
    review: InitiativeReview,
    verdict: str,
    reason: str,
    actor: Actor,
    now: datetime,
    member: Member | None = None,
    next_on: date | None = None,
) -> None:
    """Decide on the day of a review: continue, redirect or stop; with `next_on` the next review is set.

    Raises ValueError for an unknown verdict, Refused: "no_reason" where nobody says why, "review_made" where somebody
    else decided first, and what `stop_initiative` raises.
    """
    if verdict not in REVIEW_VERDICTS:
        raise ValueError(verdict)
    if not reason.strip():
        raise Refused("no_reason")
    mine = InitiativeReview.objects.filter(pk=review.pk, made_at=None)
    if not mine.update(verdict=verdict, reason=reason, made_at=now, made_by=member):
        raise Refused("review_made")
    initiative = review.initiative
    due_on = review.due_on.isoformat()
    write_entry(
        initiative=initiative, kind=REVIEW_MADE, by=member, now=now, words=reason, verdict=verdict, due_on=due_on
    )
    record(workspace=review.workspace, actor=actor, act="review_made", subject=initiative, now=now)
    if verdict == STOP:
        stop_initiative(initiative=initiative, words=reason, actor=actor, now=now, member=member)
    elif next_on is not None:
        plan_review(initiative=initiative, due_on=next_on, actor=actor, now=now, member=member)


@transaction.atomic
def add_task(
    *,
    initiative: Initiative,
    text: str,
    actor: Actor,
    now: datetime,
    owner: Member | None = None,
    due_on: date | None = None,
) -> InitiativeTask:
    """Add a step to an initiative. Raises Refused("ended") for one that is over."""
    if initiative.state in ENDED:
        raise Refused("ended")
    task = InitiativeTask.objects.create(
        workspace=initiative.workspace, initiative=initiative, text=text, owner=owner, due_on=due_on
    )
    record(workspace=initiative.workspace, actor=actor, act="task_added", subject=initiative, now=now)
    return task


@transaction.atomic
def finish_task(*, task: InitiativeTask, actor: Actor, now: datetime, member: Member | None = None) -> None:
    """Say that a step is done. Twice is as good as once."""
    if InitiativeTask.objects.filter(pk=task.pk, done_at=None).update(done_at=now):
        write_entry(initiative=task.initiative, kind=TASK_DONE, by=member, now=now, task=task.text)
        record(workspace=task.workspace, actor=actor, act="task_done", subject=task.initiative, now=now)


@transaction.atomic
def note_spending(
    *, initiative: Initiative, spent: Decimal, words: str, actor: Actor, now: datetime, member: Member | None = None
) -> None:
    """Write down what was spent up to now, all of it together."""
    Initiative.objects.filter(pk=initiative.pk).update(spent=spent)
    write_entry(initiative=initiative, kind=SPENT, by=member, now=now, words=words, amount=str(spent))
    record(workspace=initiative.workspace, actor=actor, act="spending_noted", subject=initiative, now=now)
    initiative.refresh_from_db(fields=["spent"])


@transaction.atomic
def pin_evidence(
    *, initiative: Initiative, thing: Response | Case, actor: Actor, now: datetime, member: Member | None = None
) -> None:
    """Let an answer or a case belong to the evidence. Twice is as good as once.

    Raises Refused("anonymous") for an answer of an anonymous survey: nothing may lead to who gave it.
    """
    if isinstance(thing, Response) and thing.survey.is_anonymous:
        raise Refused("anonymous")
    place = {"response": thing} if isinstance(thing, Response) else {"case": thing}
    try:
        with transaction.atomic():
            InitiativePin.objects.create(
                workspace=initiative.workspace, initiative=initiative, pinned_by=member, pinned_at=now, **place
            )
    except IntegrityError:
        return
    write_entry(initiative=initiative, kind=PINNED, by=member, now=now)
    record(workspace=initiative.workspace, actor=actor, act="evidence_pinned", subject=initiative, now=now)


@transaction.atomic
def unpin_evidence(*, pin: InitiativePin, actor: Actor, now: datetime) -> None:
    """Let something that was pinned belong to the evidence no more."""
    record(workspace=pin.workspace, actor=actor, act="evidence_unpinned", subject=pin.initiative, now=now)
    pin.delete()
