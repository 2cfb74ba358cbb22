"""The line that every write leaves behind."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from kuule.workspaces.models import AuditEntry, Workspace
from kuule.workspaces.rules import Actor


def record(*, workspace: Workspace, actor: Actor, act: str, subject: Model, now: datetime) -> None:
    """Write the audit line of one act of the trade, for example `act="account_opened"`.

    Call it inside the transaction of the write itself, so that neither exists without the other.
    """
    AuditEntry.objects.create(
        workspace=workspace,
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        act=act,
        object_type=subject._meta.model_name or "",
        object_id=subject.pk,
    )


def record_each(
    *, workspace: Workspace, actor: Actor, act: str, model: type[Model], ids: Iterable[int], now: datetime
) -> None:
    """Write the same act of many objects of one kind, a line each. Call it inside the transaction of the writes."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            workspace=workspace,
            at=now,
            actor_kind=actor.kind,
            actor_id=actor.id,
            act=act,
            object_type=model._meta.model_name or "",
            object_id=pk,
        )
        for pk in ids
    )
