"""Saying why a customer was unhappy."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kuule.act.models import Case, RootCause
from kuule.act.rules import CODED
from kuule.act.services.cases.beginning import actor_of, case_at_hand
from kuule.act.services.causes import add_cause
from kuule.act.services.history import note_event
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True)
class NewCause:
    """A root cause that nobody named before, below another or on top."""

    name: str
    parent: RootCause | None = None


@transaction.atomic
def code_cause(
    *,
    case: Case,
    cause: RootCause | NewCause,
    by: Member | None,
    now: datetime,
    seen: int | None = None,
    actor: Actor | None = None,
) -> Case:
    """Say what the root cause of a case is; a new one is added to the tree, or found there under that name.

    Raises:
        Refused: as `add_cause` and `case_at_hand` do.
    """
    row = case_at_hand(case, by=by, seen=seen)
    code(row, cause, by, now, actor)
    record(workspace=row.workspace, actor=actor_of(by, actor), act="case_coded", subject=row, now=now)
    return row


def code(case: Case, cause: RootCause | NewCause, by: Member | None, now: datetime, actor: Actor | None = None) -> None:
    """Give a case that is at hand its cause, in an act that writes its own audit line."""
    if isinstance(cause, NewCause):
        cause = add_cause(
            workspace=case.workspace, name=cause.name, parent=cause.parent, actor=actor_of(by, actor), now=now
        )
    if cause.workspace_id != case.workspace_id:
        raise ValueError(cause)
    if cause.pk == case.root_cause_id:
        return
    was, case.root_cause = case.root_cause_id, cause
    case.save(update_fields=["root_cause"])
    note_event(case=case, kind=CODED, now=now, by=by, actor=actor, to=cause.pk, was=was)
