"""Who is one customer: an account, or a person who belongs to none. Accounts that became one count as one."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from kuule.economics.models import AccountMerge
from kuule.workspaces.models import Workspace


def merged_accounts(workspace: Workspace) -> dict[int, int]:
    """Return what accounts became part of: id → id of the account that is there now, through all steps."""
    merges = AccountMerge.objects.filter(workspace=workspace)
    into = dict(merges.values_list("account_id", "into_id"))
    return {account: _last(account, into) for account in into}


def customer_code(account_id: int | None, contact_id: int | None, merged: Mapping[int, int]) -> int | None:
    """Return one number for a customer: the id of the account, or minus the id of a person without one."""
    if account_id is not None:
        return merged.get(account_id, account_id)
    return None if contact_id is None else -contact_id


def accounts_of(customers: Collection[int], merged: Mapping[int, int]) -> list[int]:
    """Return the accounts that are these customers, with those that became part of them."""
    wanted = {each for each in customers if each > 0}
    return sorted(wanted | {old for old, into in merged.items() if into in wanted})


def rows_of(customers: Collection[int], merged: Mapping[int, int]) -> Q:
    """Return the condition on rows with an account and a contact that they are of these customers."""
    people = sorted(-each for each in customers if each < 0)
    return Q(account__pk__among=accounts_of(customers, merged)) | Q(account_id=None, contact__pk__among=people)


def _last(account: int, into: Mapping[int, int]) -> int:
    seen = {account}
    while (following := into.get(account)) is not None and following not in seen:
        seen.add(following)
        account = following
    return account
