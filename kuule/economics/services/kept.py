"""What can be done to figures that are kept: have them counted again, or drop them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from kuule.economics.models import KeptFigures
from kuule.economics.rules.kept import Asked, as_key
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@transaction.atomic
def count_again(*, kept: KeptFigures, actor: Actor, now: datetime) -> None:
    """Have kept figures counted again as soon as a worker gets to it; what is being counted just now is left to it."""
    if KeptFigures.objects.filter(pk=kept.pk, attempts=0, due_at__gt=now).update(due_at=now):
        record(workspace=kept.workspace, actor=actor, act="figures_counted_again", subject=kept, now=now)


def recount_figures(workspace: Workspace, *, now: datetime, kinds: Collection[str] = ()) -> None:
    """Have kept figures of some kinds, or of all, counted again because something they rest on was decided anew."""
    rows = KeptFigures.objects.filter(workspace=workspace)
    (rows.filter(kind__in=kinds) if kinds else rows).update(due_at=now)


def forget_figures(workspace: Workspace, kind: str, *, asked: Asked | None = None) -> None:
    """Drop kept figures of a kind, all of them or those that were asked for so; a count that runs keeps nothing."""
    rows = KeptFigures.objects.filter(workspace=workspace, kind=kind)
    (rows if asked is None else rows.filter(asked=as_key(asked))).delete()
