"""The history of a case."""

from datetime import datetime
from typing import Any

from kuule.act.models import Case, CaseEvent
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor


def note_event(
    *,
    case: Case,
    kind: str,
    now: datetime,
    by: Member | None = None,
    actor: Actor | None = None,
    is_contact: bool = False,
    words: str = "",
    **params: Any,
) -> CaseEvent:
    """Add what happened to the history of a case. `params` have to fit into JSON and hold no personal data.

    Of a program that did it, for a member or by itself, the id of its key is among them.
    """
    told_by = {"key": actor.id} if actor is not None and actor.kind == "key" else {}
    return CaseEvent.objects.create(
        workspace_id=case.workspace_id,
        case=case,
        kind=kind,
        at=now,
        by=by,
        is_contact=is_contact,
        words=words,
        params={**params, **told_by},
    )
