"""People and accounts as programs read them: those that were added last first, or in the order of their changes."""

from datetime import datetime

from django.db.models.functions import Coalesce

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules.keys import address_key
from kuule.lib.bulk import among
from kuule.lib.places import Place, beginning, behind
from kuule.workspaces.models import Workspace


def contacts_told(
    workspace: Workspace,
    *,
    since: datetime | None,
    updated_since: datetime | None,
    account_id: int | None,
    external_id: str,
    email: str,
    after: Place | None,
    limit: int,
) -> list[Contact]:
    """Return people, archived or not, behind a place in the list: those added last first.

    With `updated_since` those who were added or changed since then come in that order, the oldest first, so that
    whoever reads on finds who is changed meanwhile.
    """
    found = Contact.objects.filter(workspace=workspace).select_related("grouping")
    if since is not None:
        found = found.filter(created_at__gte=since)
    if account_id is not None:
        found = found.filter(account_id=account_id)
    if external_id:
        found = found.filter(among("external_id", [_plain(external_id)]))
    if email:
        found = found.filter(among("email", [address_key(_plain(email))]))
    if updated_since is None:
        return list(behind(found, after)[:limit])
    dated = found.annotate(updated_at=Coalesce("changed_at", "created_at"))
    changed = dated.filter(updated_at__gte=beginning(updated_since, after))
    return list(behind(changed, after, time="updated_at", oldest_first=True)[:limit])


def accounts_told(
    workspace: Workspace, *, since: datetime | None, external_id: str, after: Place | None, limit: int
) -> list[Account]:
    """Return accounts, archived or not, behind a place in the list."""
    found = Account.objects.filter(workspace=workspace).select_related("belonging__parent")
    if since is not None:
        found = found.filter(created_at__gte=since)
    if external_id:
        found = found.filter(among("external_id", [_plain(external_id)]))
    return list(behind(found, after)[:limit])


def _plain(text: str) -> str:
    # PostgreSQL alone could not take a NUL.
    return text.replace("\0", "")
