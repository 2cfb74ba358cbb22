"""Opening and changing customer companies."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kuule.contacts.models import Account, AccountParent, Contact
from kuule.contacts.rules.keys import account_search_text, name_key
from kuule.contacts.services.search_text import reindex_contacts
from kuule.lib.bulk import among
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

CHANGEABLE = frozenset({"name", "external_id", "owner", "team", "properties", "parent"})


@transaction.atomic
def open_account(
    *,
    workspace: Workspace,
    name: str,
    actor: Actor,
    now: datetime,
    external_id: str = "",
    owner: Member | None = None,
    team: Team | None = None,
    properties: Mapping[str, Any] | None = None,
    parent: Account | None = None,
) -> Account:
    """Open a customer company, maybe as a part of a larger one.

    Raises:
        ValidationError: another account has this id, or without an id this name.
    """
    account = Account(workspace=workspace, owner=owner, team=team, properties=dict(properties or {}), created_at=now)
    account.name, account.external_id = name.strip(), external_id.strip()
    _save(account)
    if parent is not None:
        _belong(account, parent)
    record(workspace=workspace, actor=actor, act="account_opened", subject=account, now=now)
    return account


@transaction.atomic
def change_account(*, account: Account, actor: Actor, now: datetime, **changes: Any) -> Account:
    """Change what is known of an account: name, external_id, owner, team, properties, parent.

    No change writes nothing.

    Raises:
        ValidationError: another account has this id, or without an id this name, or it would belong to itself.
    """
    if not changes.keys() <= CHANGEABLE:
        raise TypeError(f"An account has no {sorted(changes.keys() - CHANGEABLE)} to change.")
    was = Account.objects.select_related("belonging__parent").get(pk=account.pk)
    parent = changes.pop("parent", was.parent)
    for field, value in changes.items():
        setattr(account, field, value)
    if parent == was.parent and all(getattr(was, field) == getattr(account, field) for field in changes):
        return account
    if parent != was.parent:
        _belong(account, parent)
    _save(account)
    if any(getattr(was, field) != getattr(account, field) for field in ("name", "team_id", "properties")):
        reindex_contacts(Contact.objects.filter(workspace=account.workspace, account=account))
    record(workspace=account.workspace, actor=actor, act="account_changed", subject=account, now=now)
    return account


@transaction.atomic
def archive_account(*, account: Account, actor: Actor, now: datetime) -> None:
    """Put an account away. Its contacts stay; archive them one by one if they are gone too."""
    if account.archived_at is None:
        account.archived_at = now
        _save(account)
        record(workspace=account.workspace, actor=actor, act="account_archived", subject=account, now=now)


@transaction.atomic
def bring_back_account(*, account: Account, actor: Actor, now: datetime) -> None:
    """Undo `archive_account`."""
    if account.archived_at is not None:
        account.archived_at = None
        _save(account)
        record(workspace=account.workspace, actor=actor, act="account_brought_back", subject=account, now=now)


def _belong(account: Account, parent: Account | None) -> None:
    # The workspace's row is the lock: two accounts that become each other's parent at once are taken one by one.
    Workspace.objects.select_for_update(no_key=True).get(pk=account.workspace_id)
    above, seen = parent, {account.pk}
    while above is not None:
        if above.pk in seen:
            message = _("%(parent)s belongs to this account already. Choose another, or take that apart first.")
            error = ValidationError(message % {"parent": parent}, code="circle")
            raise ValidationError({"parent": error})
        seen.add(above.pk)
        above = Account.objects.filter(pk__in=AccountParent.objects.filter(account=above).values("parent")).first()
    AccountParent.objects.filter(account=account).delete()
    if parent is not None:
        AccountParent.objects.create(account=account, workspace_id=account.workspace_id, parent=parent)


def _save(account: Account) -> None:
    account.name_key = name_key(account.name)
    account.search_text = "" if account.archived_at else account_search_text(account.name, account.external_id)
    others = Account.objects.filter(workspace=account.workspace).exclude(pk=account.pk)
    if account.external_id and others.filter(among("external_id", [account.external_id])).exists():
        raise ValidationError({"external_id": ValidationError(_("Another account has this id."), code="taken")})
    if not account.external_id and others.filter(external_id="", name_key=account.name_key).exists():
        raise ValidationError(
            {"name": ValidationError(_("Another account has this name. Give one of them an id."), code="taken")}
        )
    account.save()
