"""Opening a case."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from kuule.act.models import Case, Playbook
from kuule.act.rules import ASSIGNED, OPENED
from kuule.act.rules.letters import NEW_CASE
from kuule.act.services.history import note_event
from kuule.act.services.holds import hold_for_case
from kuule.act.services.letters import write_letter
from kuule.act.services.team_letters import tell_team
from kuule.contacts.models import Account, Contact
from kuule.responses.models import Response
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlan:
    """What a new case is about, whose it is and until when a person reaches out; see `Case`.

    `found_by` is the rule by which its owner was found, for its history.
    """

    reason: str
    due_at: datetime
    contact: Contact | None = None
    account: Account | None = None
    response: Response | None = None
    playbook: Playbook | None = None
    drawn_share: int | None = None
    owner: Member | None = None
    team: Team | None = None
    urgency: int = 0
    value: Decimal | None = None
    score: int | None = None
    weight: int = 0
    look_at: datetime | None = None
    found_by: str = ""


@transaction.atomic
def open_case(*, workspace: Workspace, plan: CasePlan, actor: Actor, now: datetime) -> Case:
    """Open a case, let nobody ask this person for a while, and tell the owner by mail, else the team.

    An answer has one case at most: opened again, it is the case that was there.
    """
    try:
        with transaction.atomic():
            case = Case.objects.create(
                workspace=workspace,
                opened_at=now,
                **{name: getattr(plan, name) for name in CasePlan.__dataclass_fields__ if name != "found_by"},
            )
    except IntegrityError:
        known = Case.objects.filter(response=plan.response).first() if plan.response else None
        if known is None:
            raise
        return known
    note_event(case=case, kind=OPENED, now=now, reason=plan.reason, score=plan.score)
    if plan.owner is not None:
        note_event(case=case, kind=ASSIGNED, now=now, to=plan.owner.pk, rule=plan.found_by)
        write_letter(
            workspace=workspace,
            purpose=NEW_CASE,
            to=plan.owner,
            case=case,
            now=now,
            once_key=f"new-case {case.pk} {plan.owner.pk}",
        )
    else:
        tell_team(case=case, now=now)
    hold_for_case(case=case, actor=actor, now=now)
    record(workspace=workspace, actor=actor, act="case_opened", subject=case, now=now)
    return case
