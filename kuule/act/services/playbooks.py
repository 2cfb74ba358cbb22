"""Writing, ordering and switching playbooks."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from kuule.act.models import Playbook
from kuule.act.rules import BY_NAME, BY_TURN, DETRACTOR, SILENT
from kuule.surveys.models import Touchpoint
from kuule.surveys.rules.touchpoints import Condition
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

ALL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookPlan:
    """What a playbook asks for and does; see `Playbook`."""

    name: str
    reason: str
    hours: int
    owner_rule: str
    groups: Sequence[str] = ()
    most_score: int | None = None
    families: Sequence[str] = ()
    touchpoints: Sequence[Touchpoint] = ()
    themes: Sequence[int] = ()
    conditions: Sequence[Condition] = ()
    account_owners: Sequence[int] = ()
    least_value: Decimal | None = None
    share: int = ALL
    silent_days: int | None = None
    member: Member | None = None
    team: Team | None = None
    urgency: int = 0
    note_moments: Sequence[str] = ()


@transaction.atomic
def add_playbook(*, workspace: Workspace, plan: PlaybookPlan, actor: Actor, now: datetime) -> Playbook:
    """Add a playbook behind all others. Raises Refused as `change_playbook`."""
    last = Playbook.objects.filter(workspace=workspace).aggregate(last=Max("position"))["last"]
    playbook = Playbook(workspace=workspace, position=0 if last is None else last + 1)
    _write(playbook, plan, now)
    record(workspace=workspace, actor=actor, act="playbook_added", subject=playbook, now=now)
    return playbook


@transaction.atomic
def change_playbook(*, playbook: Playbook, plan: PlaybookPlan, actor: Actor, now: datetime) -> Playbook:
    """Change what a playbook asks for and does; cases that it opened stay as they are.

    Raises Refused("sampled_detractors") for one of detractors that draws some, Refused("no_member"), Refused("no_team")
    and Refused("no_days") where its rule needs what is not named.
    """
    _write(playbook, plan, now)
    record(workspace=playbook.workspace, actor=actor, act="playbook_changed", subject=playbook, now=now)
    return playbook


@transaction.atomic
def switch_playbook(*, playbook: Playbook, is_on: bool, actor: Actor, now: datetime) -> None:
    """Switch a playbook on or off. Without one of detractors their cases are opened by the built-in rule."""
    playbook.is_on, playbook.changed_at = is_on, now
    playbook.save(update_fields=["is_on", "changed_at"])
    act = "playbook_switched_on" if is_on else "playbook_switched_off"
    record(workspace=playbook.workspace, actor=actor, act=act, subject=playbook, now=now)


@transaction.atomic
def move_playbook(*, playbook: Playbook, up: bool, actor: Actor, now: datetime) -> None:
    """Let a playbook decide before the one above it, or after the one below. At the end it stays."""
    Workspace.objects.select_for_update(no_key=True).get(pk=playbook.workspace_id)
    ordered = list(Playbook.objects.filter(workspace=playbook.workspace).order_by("position", "pk"))
    place = ordered.index(playbook)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(ordered):
        return
    ordered[place], ordered[other] = ordered[other], ordered[place]
    for position, each in enumerate(ordered):
        each.position = position
    Playbook.objects.bulk_update(ordered, ["position"])
    record(workspace=playbook.workspace, actor=actor, act="playbook_moved", subject=playbook, now=now)


def _write(playbook: Playbook, plan: PlaybookPlan, now: datetime) -> None:
    needs = (
        (plan.reason == DETRACTOR and plan.share != ALL, "sampled_detractors"),
        (plan.owner_rule == BY_NAME and plan.member is None, "no_member"),
        (plan.owner_rule == BY_TURN and plan.team is None, "no_team"),
        (plan.reason == SILENT and not plan.silent_days, "no_days"),
    )
    if refused := next((code for lacks, code in needs if lacks), ""):
        raise Refused(refused)
    for each in fields(plan):
        if each.name != "touchpoints":
            value = getattr(plan, each.name)
            setattr(playbook, each.name, list(value) if isinstance(value, tuple) else value)
    playbook.changed_at = now
    playbook.save()
    playbook.touchpoints.set(plan.touchpoints)
