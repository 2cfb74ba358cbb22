"""Naming the moments of the journey, and how people are asked about them."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from kuule.surveys.models import JourneyStage, Survey, Touchpoint
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.rules.touchpoints import MINUTES_OF_DAY, QUEUE, Condition, touchpoint_key
from kuule.surveys.selectors.journey import is_used
from kuule.surveys.services.gates import pass_gates
from kuule.surveys.services.journey import swap
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

KEY_TAKEN, KEY_IN_USE, NO_SURVEY, SURVEY_NOT_OPEN, EXPIRES_TOO_SOON = (
    "key_taken",
    "key_in_use",
    "no_survey",
    "survey_not_open",
    "expires_too_soon",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchpointSettings:
    """Everything that is decided about a touchpoint, as `Touchpoint` keeps it. Without a key it is made of the name."""

    stage: JourneyStage
    name: str
    key: str = ""
    owner: Member | None = None
    survey: Survey | None = None
    is_on: bool = False
    conditions: tuple[Condition, ...] = ()
    delay_minutes: int = 60
    share: int = 100
    daily_cap: int | None = None
    expires_days: int = 14
    if_held: str = QUEUE
    date_property: str = ""
    date_days: int = 0
    channels: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """Return the fields of the row."""
        return {each.name: getattr(self, each.name) for each in fields(self)} | {
            "conditions": list(self.conditions),
            "channels": list(self.channels),
        }


def add_touchpoint(*, workspace: Workspace, settings: TouchpointSettings, actor: Actor, now: datetime) -> Touchpoint:
    """Add a touchpoint at the end of its stage. Raises Refused as `change_touchpoint` does."""
    _check(workspace, settings)
    if settings.is_on:
        pass_gates(workspace)
    with transaction.atomic():
        taken = set(Touchpoint.objects.filter(workspace=workspace).values_list("key", flat=True))
        if settings.key in taken:
            raise Refused(KEY_TAKEN)
        columns = replace(settings, key=settings.key or touchpoint_key(settings.name, taken=taken)).columns()
        touchpoint = _saved(
            Touchpoint(workspace=workspace, position=_end_of(settings.stage), created_at=now, **columns)
        )
        record(workspace=workspace, actor=actor, act="touchpoint_added", subject=touchpoint, now=now)
    return touchpoint


def change_touchpoint(*, touchpoint: Touchpoint, settings: TouchpointSettings, actor: Actor, now: datetime) -> None:
    """Change everything that is decided about a touchpoint; in another stage it comes last.

    Raises Refused: `key_taken`; `key_in_use` for another key once something happened there; `no_survey`,
    `survey_not_open` where people would be asked; `expires_too_soon` where nobody ever could be; GateClosed for one
    that is switched on where not everybody may be asked yet.
    """
    workspace = touchpoint.workspace
    _check(workspace, settings)
    with transaction.atomic():
        kept = Touchpoint.objects.select_for_update().get(pk=touchpoint.pk)
        if settings.is_on and not kept.is_on:
            pass_gates(workspace)
        key = settings.key or kept.key
        if key != kept.key:
            _check_key(kept, key)
        position = kept.position if kept.stage_id == settings.stage.pk else _end_of(settings.stage)
        if (settings.date_property, settings.date_days) != (kept.date_property, kept.date_days):
            kept.dates_seen_to = None
        for name, value in replace(settings, key=key).columns().items():
            setattr(kept, name, value)
        kept.position = position
        _saved(kept)
        record(workspace=workspace, actor=actor, act="touchpoint_changed", subject=kept, now=now)


@transaction.atomic
def move_touchpoint(*, touchpoint: Touchpoint, by: int, actor: Actor, now: datetime) -> bool:
    """Move a touchpoint one place within its stage. Returns False at the end, where nothing moves."""
    inside = Touchpoint.objects.filter(workspace=touchpoint.workspace, stage=touchpoint.stage_id, archived_at=None)
    rows = list(inside.select_for_update().order_by("position", "pk"))
    if not swap(rows, touchpoint, by):
        return False
    Touchpoint.objects.bulk_update(rows, ["position"])
    record(workspace=touchpoint.workspace, actor=actor, act="touchpoint_moved", subject=touchpoint, now=now)
    return True


@transaction.atomic
def archive_touchpoint(*, touchpoint: Touchpoint, actor: Actor, now: datetime) -> None:
    """Put a touchpoint away: nobody is asked about it any more; what happened there is kept."""
    live = Touchpoint.objects.filter(pk=touchpoint.pk, archived_at=None)
    if live.update(archived_at=now, is_on=False):
        record(workspace=touchpoint.workspace, actor=actor, act="touchpoint_archived", subject=touchpoint, now=now)


@transaction.atomic
def bring_touchpoint_back(*, touchpoint: Touchpoint, actor: Actor, now: datetime) -> None:
    """Bring an archived touchpoint back, switched off, at the end of its stage."""
    archived = Touchpoint.objects.filter(pk=touchpoint.pk, archived_at__isnull=False)
    if archived.update(archived_at=None, position=_end_of(touchpoint.stage)):
        record(workspace=touchpoint.workspace, actor=actor, act="touchpoint_brought_back", subject=touchpoint, now=now)


def _check(workspace: Workspace, settings: TouchpointSettings) -> None:
    parts = (settings.stage, settings.owner, settings.survey)
    if any(part is not None and part.workspace_id != workspace.pk for part in parts):
        message = "Something of another workspace"
        raise ValueError(message)
    if settings.is_on and settings.survey is None:
        raise Refused(NO_SURVEY)
    if settings.is_on and settings.survey and (settings.survey.state != PUBLISHED or settings.survey.archived_at):
        raise Refused(SURVEY_NOT_OPEN)
    if settings.expires_days * MINUTES_OF_DAY <= settings.delay_minutes:
        raise Refused(EXPIRES_TOO_SOON)


def _check_key(touchpoint: Touchpoint, key: str) -> None:
    if is_used(touchpoint):
        raise Refused(KEY_IN_USE)
    if Touchpoint.objects.filter(workspace=touchpoint.workspace_id, key=key).exists():
        raise Refused(KEY_TAKEN)


def _saved(touchpoint: Touchpoint) -> Touchpoint:
    try:
        with transaction.atomic():
            touchpoint.save()
    except IntegrityError as error:  # somebody else took the key in this very moment
        raise Refused(KEY_TAKEN) from error
    return touchpoint


def _end_of(stage: JourneyStage) -> int:
    last = Touchpoint.objects.filter(workspace=stage.workspace_id, stage=stage).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
