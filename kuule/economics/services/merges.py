"""Accounts that became part of another: from then on they are one customer."""

from datetime import date, datetime

from django.db import transaction

from kuule.contacts.models import Account
from kuule.economics.models import AccountMerge
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def merge_accounts(*, account: Account, into: Account, merged_on: date, actor: Actor, now: datetime) -> AccountMerge:
    """Say that an account became part of another. Nothing of either is deleted, and it can be undone.

    Raises:
        Refused: `same_account`, or `merge_circle` when the other one is part of this one already.
    """
    workspace = account.workspace
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    if account == into:
        raise Refused("same_account")
    if _becomes(into, account):
        raise Refused("merge_circle")
    merge, _is_new = AccountMerge.objects.update_or_create(
        workspace=workspace, account=account, defaults={"into": into, "merged_on": merged_on, "made_at": now}
    )
    record(workspace=workspace, actor=actor, act="accounts_merged", subject=account, now=now)
    return merge


@transaction.atomic
def undo_merge(*, merge: AccountMerge, actor: Actor, now: datetime) -> None:
    """Undo `merge_accounts`: they are two customers again."""
    record(workspace=merge.workspace, actor=actor, act="merge_undone", subject=merge.account, now=now)
    merge.delete()


def _becomes(account: Account, other: Account) -> bool:
    merges = AccountMerge.objects.filter(workspace=account.workspace)
    steps, at = dict(merges.values_list("account_id", "into_id")), account.pk
    while at in steps:
        at = steps[at]
        if at == other.pk:
            return True
    return False
