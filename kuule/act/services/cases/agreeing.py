"""What is promised to a customer."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from kuule.act.models import AgreedAction, Case
from kuule.act.rules import AGREED, DONE, DROPPED, LONGEST_REASON
from kuule.act.rules.cases import DAY_OVER, NO_WORDS, TOO_LONG
from kuule.act.services.cases.beginning import actor_of, case_at_hand
from kuule.act.services.history import note_event
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def agree_action(
    *,
    case: Case,
    text: str,
    due_on: date,
    owner: Member,
    by: Member | None,
    now: datetime,
    actor: Actor | None = None,
) -> AgreedAction:
    """Write down what was promised to a customer, until which day, and who does it.

    Raises:
        Refused: `no_words`, `too_long`, `day_over` for a day that is over where the company is, `not_open`.
    """
    row = case_at_hand(case, by=by)
    kept = _line(text)
    if due_on < now.astimezone(ZoneInfo(row.workspace.timezone)).date():
        raise Refused(DAY_OVER)
    action = AgreedAction.objects.create(
        workspace=row.workspace, case=row, text=kept, owner=owner, due_on=due_on, agreed_at=now
    )
    note_event(
        case=row, kind=AGREED, now=now, by=by, actor=actor, words=kept, action=action.pk, due_on=due_on.isoformat()
    )
    record(workspace=row.workspace, actor=actor_of(by, actor), act="action_agreed", subject=action, now=now)
    return action


@transaction.atomic
def finish_action(*, action: AgreedAction, by: Member | None, now: datetime, actor: Actor | None = None) -> None:
    """Say that a promise is kept. Raises Refused("action_settled") when it was done or dropped before."""
    _settle(action, done_at=now)
    note_event(case=action.case, kind=DONE, now=now, by=by, actor=actor, words=action.text, action=action.pk)
    record(workspace=action.case.workspace, actor=actor_of(by, actor), act="action_done", subject=action, now=now)


@transaction.atomic
def drop_action(
    *, action: AgreedAction, reason: str, by: Member | None, now: datetime, actor: Actor | None = None
) -> None:
    """Say that a promise is not kept, and why. Raises Refused as `finish_action` does, `no_words` and `too_long`."""
    kept = _line(reason)
    _settle(action, dropped_at=now, reason=kept)
    note_event(case=action.case, kind=DROPPED, now=now, by=by, actor=actor, words=kept, action=action.pk)
    record(workspace=action.case.workspace, actor=actor_of(by, actor), act="action_dropped", subject=action, now=now)


def _settle(action: AgreedAction, **fields: object) -> None:
    waiting = AgreedAction.objects.filter(pk=action.pk, done_at=None, dropped_at=None)
    if not waiting.update(**fields):
        raise Refused("action_settled")


def _line(text: str) -> str:
    kept = " ".join(text.split())
    if not kept:
        raise Refused(NO_WORDS)
    if len(kept) > LONGEST_REASON:
        raise Refused(TOO_LONG, limit=LONGEST_REASON)
    return kept
