"""Proposing an initiative, planning it, and who takes it on by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kuule.act.models import Initiative, InitiativeEntry, RootCause
from kuule.act.rules.initiatives import (
    ACCEPTED,
    BEGUN,
    CHANGEABLE_STATES,
    CHANGED,
    FROM_HAND,
    NOT_HAPPY,
    NOTE,
    SOME,
)
from kuule.economics.rules.effects import changed_fields
from kuule.insight.models import Theme
from kuule.surveys.models import Touchpoint
from kuule.surveys.rules.touchpoints import Condition
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativePlan:
    """What is planned about an initiative; see `Initiative`."""

    title: str
    cause: str
    if_we: str
    then_it: str
    for_whom: str
    heard_since: date
    heard_from: str = NOT_HAPPY
    segment: Sequence[Condition] = ()
    root_cause: RootCause | None = None
    theme: Theme | None = None
    touchpoint: Touchpoint | None = None
    owner: Member | None = None
    sponsor: Member | None = None
    team: Team | None = None
    impact: int = SOME
    effort: int = SOME
    planned_start: date | None = None
    planned_end: date | None = None
    judged_by: Touchpoint | None = None
    hoped_for: Decimal | None = None

    def fields(self) -> dict[str, Any]:
        """Return the fields of an initiative that has this plan."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"segment": list(self.segment)}


@transaction.atomic
def propose_initiative(
    *,
    workspace: Workspace,
    plan: InitiativePlan,
    actor: Actor,
    now: datetime,
    origin: str = FROM_HAND,
    member: Member | None = None,
) -> Initiative:
    """Propose to do something about what customers said. Whoever proposes themselves as owner has accepted."""
    made = Initiative(
        workspace=workspace, origin=origin, proposed_by=member, proposed_at=now, state_since=now, **plan.fields()
    )
    made.owner_accepted_at = now if member is not None and plan.owner == member else None
    made.save(force_insert=True)
    write_entry(initiative=made, kind=BEGUN, by=member, now=now)
    record(workspace=workspace, actor=actor, act="initiative_proposed", subject=made, now=now)
    return made


@transaction.atomic
def change_initiative(
    *, initiative: Initiative, plan: InitiativePlan, actor: Actor, now: datetime, member: Member | None = None
) -> None:
    """Plan an initiative anew; which parts were changed goes into its log. A new owner has not accepted yet.

    Raises Refused("under_way") once the work began: what it is judged by stays as it was written.
    """
    mine = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if mine.state not in CHANGEABLE_STATES:
        raise Refused("under_way")
    fields = plan.fields()
    before = changed_fields({name: getattr(mine, name) for name in fields}, fields, tuple(fields))
    if not before:
        return
    for name, value in fields.items():
        setattr(mine, name, value)
    if "owner" in before:
        mine.owner_accepted_at = now if member is not None and plan.owner == member else None
    mine.save()
    write_entry(initiative=mine, kind=CHANGED, by=member, now=now, fields=sorted(before))
    record(workspace=mine.workspace, actor=actor, act="initiative_changed", subject=mine, now=now)
    initiative.refresh_from_db()


@transaction.atomic
def accept_initiative(*, initiative: Initiative, member: Member, actor: Actor, now: datetime) -> None:
    """Take an initiative on by name. Twice is as good as once.

    Raises Refused("not_the_owner") for anybody but the owner.
    """
    if initiative.owner_id != member.pk:
        raise Refused("not_the_owner")
    mine = Initiative.objects.filter(pk=initiative.pk, owner=member, owner_accepted_at=None)
    if mine.update(owner_accepted_at=now):
        write_entry(initiative=initiative, kind=ACCEPTED, by=member, now=now)
        record(workspace=initiative.workspace, actor=actor, act="initiative_accepted", subject=initiative, now=now)
    initiative.refresh_from_db()


@transaction.atomic
def note_on_initiative(*, initiative: Initiative, words: str, member: Member, actor: Actor, now: datetime) -> None:
    """Write something into the log of an initiative."""
    write_entry(initiative=initiative, kind=NOTE, by=member, now=now, words=words)
    record(workspace=initiative.workspace, actor=actor, act="initiative_noted", subject=initiative, now=now)


def write_entry(
    *, initiative: Initiative, kind: str, now: datetime, by: Member | None = None, words: str = "", **params: Any
) -> InitiativeEntry:
    """Add to the log of an initiative what happened. `params` have to fit into JSON and name no customer."""
    return InitiativeEntry.objects.create(
        workspace_id=initiative.workspace_id,
        initiative=initiative,
        kind=kind,
        at=now,
        by=by,
        words=words,
        params=params,
    )
