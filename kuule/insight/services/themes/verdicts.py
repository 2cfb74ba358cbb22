"""What people say about labels: right, wrong, or one that is missing."""

from datetime import datetime

from django.db import transaction

from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.rules.themes import ADDED, RIGHT, WRONG
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def decide_label(*, label: ThemeLabel, verdict: str, actor: Actor, now: datetime, member: Member | None = None) -> None:
    """Say that a model's label is `right` or `wrong`. No model changes that; it counts from the next time it learns.

    Raises Refused("unknown_verdict").
    """
    if verdict not in (RIGHT, WRONG):
        raise Refused("unknown_verdict", verdict=verdict)
    label.verdict, label.decided_by, label.decided_at = verdict, member, now
    label.save(update_fields=["verdict", "decided_by", "decided_at"])
    record(workspace=label.workspace, actor=actor, act="theme_label_decided", subject=label, now=now)


@transaction.atomic
def add_label(
    *, reading: CommentReading, theme: Theme, actor: Actor, now: datetime, member: Member | None = None
) -> ThemeLabel:
    """Say that a comment speaks of a theme, whatever a model made of it.

    Raises Refused("theme_archived"), also for a theme of another workspace.
    """
    if theme.archived_at or theme.workspace_id != reading.workspace_id:
        raise Refused("theme_archived")
    label, is_new = ThemeLabel.objects.get_or_create(
        response_id=reading.response_id,
        theme=theme,
        defaults={"workspace": reading.workspace, "verdict": ADDED, "decided_by": member, "decided_at": now},
    )
    if not is_new:
        label.verdict = RIGHT if label.model_version else ADDED
        label.decided_by, label.decided_at = member, now
        label.save(update_fields=["verdict", "decided_by", "decided_at"])
    record(workspace=reading.workspace, actor=actor, act="theme_label_added", subject=label, now=now)
    return label


@transaction.atomic
def undo_decision(*, label: ThemeLabel, actor: Actor, now: datetime) -> None:
    """Take back what was said about a label; one that only a person saw is gone with it."""
    record(workspace=label.workspace, actor=actor, act="theme_label_undone", subject=label, now=now)
    if label.verdict == ADDED:
        label.delete()
        return
    label.verdict = label.decided_by = label.decided_at = None
    label.save(update_fields=["verdict", "decided_by", "decided_at"])
