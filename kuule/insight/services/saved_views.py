"""Keeping questions under a name, for oneself or for everybody in the workspace."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from kuule.insight.models import SavedView
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def save_view(
    *, member: Member, name: str, page: str, params: Mapping[str, str], is_shared: bool, actor: Actor, now: datetime
) -> SavedView:
    """Keep a question of a page. A name of one's own that is known gets the new question."""
    owner = None if is_shared else member
    view, _made = SavedView.objects.update_or_create(
        workspace_id=member.workspace_id,
        member=owner,
        name=name,
        defaults={"page": page, "params": dict(params), "made_at": now},
    )
    _note(view, actor, "view_shared", now)
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, actor: Actor, now: datetime) -> None:
    """Give a view another name. Raises Refused("view_name_taken")."""
    view.name = name
    try:
        with transaction.atomic():
            view.save(update_fields=["name"])
    except IntegrityError as error:
        raise Refused("view_name_taken") from error
    _note(view, actor, "view_renamed", now)


@transaction.atomic
def delete_view(*, view: SavedView, actor: Actor, now: datetime) -> None:
    """Delete a view. The answers it asks for stay."""
    _note(view, actor, "view_deleted", now)
    view.delete()


def _note(view: SavedView, actor: Actor, act: str, now: datetime) -> None:
    # What somebody keeps for themselves is nobody else's to read about.
    if view.member_id is None:
        record(workspace=view.workspace, actor=actor, act=act, subject=view, now=now)
