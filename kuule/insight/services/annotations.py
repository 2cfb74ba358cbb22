"""Marking on the time axis what happened."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kuule.insight.models import Annotation
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is marked: a day, a few words, more about it, and which kind of survey it concerns ("" is all)."""

    day: date
    name: str
    note: str = ""
    family: str = ""


@transaction.atomic
def make_annotation(
    *, workspace: Workspace, mark: Mark, actor: Actor, now: datetime, member: Member | None = None
) -> Annotation:
    """Put a mark on a day."""
    made = Annotation.objects.create(
        workspace=workspace,
        day=mark.day,
        name=mark.name,
        note=mark.note,
        family=mark.family,
        made_by=member,
        made_at=now,
    )
    record(workspace=workspace, actor=actor, act="annotation_made", subject=made, now=now)
    return made


@transaction.atomic
def change_annotation(*, annotation: Annotation, mark: Mark, actor: Actor, now: datetime) -> None:
    """Change day, words or kind of survey of a mark."""
    annotation.day, annotation.name = mark.day, mark.name
    annotation.note, annotation.family = mark.note, mark.family
    annotation.save(update_fields=["day", "name", "note", "family"])
    record(workspace=annotation.workspace, actor=actor, act="annotation_changed", subject=annotation, now=now)


@transaction.atomic
def delete_annotation(*, annotation: Annotation, actor: Actor, now: datetime) -> None:
    """Take a mark off the time axis."""
    record(workspace=annotation.workspace, actor=actor, act="annotation_deleted", subject=annotation, now=now)
    annotation.delete()
