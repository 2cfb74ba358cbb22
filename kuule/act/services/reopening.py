"""Opening a closed case again, whoever wants that."""

from datetime import datetime

from django.db import transaction

from kuule.act.models import Case
from kuule.act.rules import OPEN, REOPENED
from kuule.act.services.history import note_event
from kuule.act.services.holds import hold_for_case
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@transaction.atomic
def open_again(*, case: Case, actor: Actor, now: datetime, by: Member | None = None, words: str = "") -> None:
    """Open a closed case again, let nobody ask its person for a while, and have it looked at by the worker at once.

    It is late if its time was over and nobody was reached. Call it with the case as it is now, locked.
    """
    case.state, case.outcome, case.closed_at, case.closed_by, case.look_at = OPEN, "", None, None, now
    case.save(update_fields=["state", "outcome", "closed_at", "closed_by", "look_at"])
    note_event(case=case, kind=REOPENED, now=now, by=by, actor=actor, words=words)
    hold_for_case(case=case, actor=actor, now=now)
    record(workspace=case.workspace, actor=actor, act="case_reopened", subject=case, now=now)
