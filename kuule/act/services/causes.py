"""Keeping the tree of root causes."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kuule.act.models import Case, RootCause
from kuule.act.rules import LONGEST_NAME
from kuule.act.rules.causes import MOST_LEVELS, levels_below
from kuule.act.selectors.causes import causes_of, ids_within, tree_of
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def add_cause(
    *, workspace: Workspace, name: str, actor: Actor, now: datetime, parent: RootCause | None = None
) -> RootCause:
    """Add a root cause, on top or below another, and return it; one of that name there is brought back, or found.

    Raises:
        Refused: `no_name`, `too_long`, `too_deep`.
    """
    kept = _name(name)
    known = RootCause.objects.filter(workspace=workspace, parent=parent, name__iexact=kept).first()
    if known is not None:
        if known.archived_at is not None:
            bring_back_cause(cause=known, actor=actor, now=now)
        return known
    if parent is not None and _depth(parent) + 1 >= MOST_LEVELS:
        raise Refused("too_deep", levels=MOST_LEVELS)
    cause = RootCause.objects.create(
        workspace=workspace, name=kept, parent=parent, position=_next_position(workspace, parent)
    )
    record(workspace=workspace, actor=actor, act="cause_added", subject=cause, now=now)
    return cause


@transaction.atomic
def change_cause(*, cause: RootCause, name: str, parent: RootCause | None, actor: Actor, now: datetime) -> None:
    """Rename a root cause, or put it below another; its cases stay with it.

    Raises:
        Refused: `no_name`, `too_long`, `name_taken`, `too_deep`, `below_itself`.
    """
    kept, workspace = _name(name), cause.workspace
    if parent is not None:
        placed = tree_of(causes_of(workspace))
        if parent.pk in ids_within(workspace, cause_id=cause.pk):
            raise Refused("below_itself")
        if _depth(parent) + 1 + levels_below(cause.pk, placed) > MOST_LEVELS:
            raise Refused("too_deep", levels=MOST_LEVELS)
    same = RootCause.objects.filter(workspace=workspace, parent=parent, name__iexact=kept).exclude(pk=cause.pk)
    if same.exists():
        raise Refused("name_taken")
    if parent != cause.parent:
        cause.position = _next_position(workspace, parent)
    cause.name, cause.parent = kept, parent
    cause.save(update_fields=["name", "parent", "position"])
    record(workspace=workspace, actor=actor, act="cause_changed", subject=cause, now=now)


@transaction.atomic
def move_cause(*, cause: RootCause, by: int, actor: Actor, now: datetime) -> None:
    """Put a root cause one place up (-1) or down (1) among its sisters in use; at an end it stays."""
    sisters = list(
        RootCause.objects.select_for_update()
        .filter(workspace=cause.workspace, parent=cause.parent, archived_at=None)
        .order_by("position", "pk")
    )
    place = next((number for number, each in enumerate(sisters) if each.pk == cause.pk), None)
    if place is None or not 0 <= place + by < len(sisters):
        return
    sisters.insert(place + by, sisters.pop(place))
    for number, each in enumerate(sisters):
        each.position = number
    RootCause.objects.bulk_update(sisters, ["position"])
    record(workspace=cause.workspace, actor=actor, act="cause_changed", subject=cause, now=now)


@transaction.atomic
def archive_cause(*, cause: RootCause, actor: Actor, now: datetime) -> None:
    """Offer a root cause and those below it no more; cases that have it keep it."""
    inside = ids_within(cause.workspace, cause_id=cause.pk)
    if RootCause.objects.filter(pk__in=inside, archived_at=None).update(archived_at=now):
        record(workspace=cause.workspace, actor=actor, act="cause_archived", subject=cause, now=now)


@transaction.atomic
def bring_back_cause(*, cause: RootCause, actor: Actor, now: datetime) -> None:
    """Offer an archived root cause again, with those above it."""
    path = next(each.path for each in tree_of(causes_of(cause.workspace)) if each.pk == cause.pk)
    RootCause.objects.filter(pk__in=path).update(archived_at=None, merged_into=None)
    cause.archived_at = cause.merged_into = None
    record(workspace=cause.workspace, actor=actor, act="cause_brought_back", subject=cause, now=now)


@transaction.atomic
def merge_causes(*, cause: RootCause, into: RootCause, actor: Actor, now: datetime) -> None:
    """Make a root cause part of another: its cases and what is below it go there, and it is archived.

    What is below both under one name becomes one as well.

    Raises:
        Refused: `below_itself`, `too_deep`.
    """
    workspace = cause.workspace
    if into.workspace_id != workspace.pk:
        raise ValueError(into)
    placed = tree_of(causes_of(workspace))
    if into.pk in ids_within(workspace, cause_id=cause.pk):
        raise Refused("below_itself")
    if _depth(into) + levels_below(cause.pk, placed) > MOST_LEVELS:
        raise Refused("too_deep", levels=MOST_LEVELS)
    _pour(cause, into, now)
    record(workspace=workspace, actor=actor, act="causes_merged", subject=cause, now=now)


def _pour(cause: RootCause, into: RootCause, now: datetime) -> None:
    Case.objects.filter(workspace=cause.workspace_id, root_cause=cause).update(root_cause=into)
    there = {each.name.casefold(): each for each in into.children.all()}
    for child in cause.children.all():
        same = there.get(child.name.casefold())
        if same is not None:
            # The name may be that of the cause itself, which keeps its place: then there is nothing narrower any more.
            _pour(child, into if same.pk == cause.pk else same, now)
        else:
            child.parent, child.position = into, _next_position(cause.workspace, into)
            child.save(update_fields=["parent", "position"])
    cause.archived_at, cause.merged_into = cause.archived_at or now, into
    cause.save(update_fields=["archived_at", "merged_into"])


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise Refused("no_name")
    if len(kept) > LONGEST_NAME:
        raise Refused("too_long", limit=LONGEST_NAME)
    return kept


def _depth(cause: RootCause) -> int:
    depth, above = 0, cause.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth


def _next_position(workspace: Workspace, parent: RootCause | None) -> int:
    last = RootCause.objects.filter(workspace=workspace, parent=parent).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
