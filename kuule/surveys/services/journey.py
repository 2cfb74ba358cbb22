"""Drawing the journey of customers: stages, in their order."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kuule.surveys.models import Journey, JourneyStage, Touchpoint
from kuule.surveys.selectors.journey import BEGUN, REVIEWED, stages_of
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

NAME_TAKEN, STAGE_IN_USE, ARCHIVED_INSIDE, ALREADY_BEGUN = (
    "name_taken",
    "stage_in_use",
    "archived_inside",
    "already_begun",
)
EARLIER, LATER = -1, 1


@transaction.atomic
def begin_journey(*, workspace: Workspace, names: Iterable[str], actor: Actor, now: datetime) -> None:
    """Begin a journey with stages of these names. Raises Refused("already_begun") where there are some."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)  # two who begin at once begin one journey
    if stages_of(workspace).exists():
        raise Refused(ALREADY_BEGUN)
    stages = [JourneyStage(workspace=workspace, name=name, position=place) for place, name in enumerate(names)]
    JourneyStage.objects.bulk_create(stages)
    record(workspace=workspace, actor=actor, act=BEGUN, subject=workspace, now=now)


@transaction.atomic
def add_stage(*, workspace: Workspace, name: str, actor: Actor, now: datetime) -> JourneyStage:
    """Add a stage at the end. Raises Refused("name_taken")."""
    stages = _locked_stages(workspace)
    _check_name(name, stages)
    position = stages[-1].position + 1 if stages else 0
    stage = JourneyStage.objects.create(workspace=workspace, name=name, position=position)
    record(workspace=workspace, actor=actor, act="stage_added", subject=stage, now=now)
    return stage


@transaction.atomic
def rename_stage(*, stage: JourneyStage, name: str, actor: Actor, now: datetime) -> None:
    """Give a stage another name. Raises Refused("name_taken")."""
    _check_name(name, [each for each in _locked_stages(stage.workspace) if each.pk != stage.pk])
    if JourneyStage.objects.filter(pk=stage.pk).exclude(name=name).update(name=name):
        record(workspace=stage.workspace, actor=actor, act="stage_renamed", subject=stage, now=now)
    stage.name = name


@transaction.atomic
def move_stage(*, stage: JourneyStage, by: int, actor: Actor, now: datetime) -> bool:
    """Move a stage one place, `EARLIER` or `LATER`. Returns False at the end, where nothing moves."""
    stages = _locked_stages(stage.workspace)
    if not swap(stages, stage, by):
        return False
    JourneyStage.objects.bulk_update(stages, ["position"])
    record(workspace=stage.workspace, actor=actor, act="stage_moved", subject=stage, now=now)
    return True


@transaction.atomic
def remove_stage(*, stage: JourneyStage, actor: Actor, now: datetime) -> None:
    """Remove a stage without touchpoints. Archived ones go to the stage before it, or after the first.

    Raises Refused: `stage_in_use`, or `archived_inside` for the only stage, whose archived ones would have no place.
    """
    stages = _locked_stages(stage.workspace)
    inside = Touchpoint.objects.filter(workspace=stage.workspace, stage=stage)
    if inside.filter(archived_at=None).exists():
        raise Refused(STAGE_IN_USE)
    if inside.exists():
        place = [each.pk for each in stages].index(stage.pk)
        others = stages[:place][::-1] or stages[place + 1 :]
        if not others:
            raise Refused(ARCHIVED_INSIDE)
        inside.update(stage=others[0])
    record(workspace=stage.workspace, actor=actor, act="stage_removed", subject=stage, now=now)
    JourneyStage.objects.filter(pk=stage.pk).delete()


@transaction.atomic
def give_journey(*, workspace: Workspace, owner: Member | None, actor: Actor, now: datetime) -> None:
    """Say whose the whole journey is, or that it is nobody's. Twice the same does nothing."""
    if owner is not None and owner.workspace_id != workspace.pk:
        message = "Somebody of another workspace"
        raise ValueError(message)
    journey, _made = Journey.objects.select_for_update().get_or_create(workspace=workspace)
    if journey.owner_id != (owner.pk if owner else None):
        Journey.objects.filter(pk=journey.pk).update(owner=owner)
        record(workspace=workspace, actor=actor, act="journey_given", subject=owner or workspace, now=now)


@transaction.atomic
def review_journey(*, workspace: Workspace, actor: Actor, now: datetime) -> None:
    """Keep on record that somebody looked through the whole journey."""
    record(workspace=workspace, actor=actor, act=REVIEWED, subject=workspace, now=now)


def swap(rows: list[JourneyStage] | list[Touchpoint], moved: JourneyStage | Touchpoint, by: int) -> bool:
    """Number rows anew with one of them a place on. Returns False, and leaves them, where there is no such place."""
    ids = [each.pk for each in rows]
    if moved.pk not in ids or not 0 <= ids.index(moved.pk) + by < len(ids):
        return False
    place = ids.index(moved.pk)
    ids[place], ids[place + by] = ids[place + by], ids[place]
    for each in rows:
        each.position = ids.index(each.pk)
    return True


def _locked_stages(workspace: Workspace) -> list[JourneyStage]:
    return list(stages_of(workspace).select_for_update())


def _check_name(name: str, others: Iterable[JourneyStage]) -> None:
    if any(each.name.casefold() == name.casefold() for each in others):
        raise Refused(NAME_TAKEN)
