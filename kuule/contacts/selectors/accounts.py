"""Which customer companies there are."""

from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTransform

from kuule.contacts.models import Account
from kuule.contacts.query import AccountFilter
from kuule.contacts.rules.keys import name_key, word_terms
from kuule.contacts.selectors.properties import asked_value
from kuule.lib.bulk import among
from kuule.lib.search import matching_ids
from kuule.workspaces.models import Member, Workspace

TABLE = "contacts_account"
FEW = 5_000


def accounts_matching(workspace: Workspace, *, filter: AccountFilter) -> QuerySet[Account]:  # noqa: A002
    """Return the accounts of a segment, archived ones excluded, without an order."""
    words = tuple(word_terms(filter.search))
    ids = matching_ids(TABLE, workspace_id=workspace.pk, terms=words, limit=FEW + 1) if words else None
    if ids is None or len(ids) > FEW:
        found = Account.objects.filter(workspace=workspace)
    else:
        # The sum hides the index on the workspace from SQLite's planner, which would else walk all of it.
        found = Account.objects.alias(own=F("workspace_id") + 0).filter(own=workspace.pk, pk__in=ids)
    found = found.filter(archived_at=None)
    if filter.team_id:
        found = found.filter(team_id=filter.team_id)
    if filter.owner_id:
        found = found.filter(owner_id=filter.owner_id)
    if filter.property_key:
        value = asked_value(workspace, of="account", key=filter.property_key, text=filter.property_value)
        found = found.alias(property=KeyTransform(filter.property_key, "properties")).filter(property=value)
    if filter.search:
        found = found.filter(search_text__has_terms=words) if words else found.none()
    return found


def account_of(workspace: Workspace, *, account_id: int) -> Account | None:
    """Return one account of a workspace with its owner and team, archived or not, or None."""
    accounts = Account.objects.select_related("owner__user", "team", "belonging__parent")
    return accounts.filter(workspace=workspace, pk=account_id).first()


def account_by_text(workspace: Workspace, *, text: str) -> list[Account]:
    """Return the accounts that a text names: the one with this id, else those with this name (at most two)."""
    accounts = Account.objects.filter(workspace=workspace, archived_at=None)
    return list(accounts.filter(among("external_id", [text.strip()]))[:1]) or list(
        accounts.filter(name_key=name_key(text))[:2]
    )


def accounts_within(account: Account) -> list[Account]:
    """Return the accounts that belong to this one, directly or through others, archived ones excluded."""
    found: dict[int, Account] = {}
    level = [account.pk]
    while level:
        below = Account.objects.filter(workspace_id=account.workspace_id, belonging__parent__in=level, archived_at=None)
        fresh = [each for each in below.order_by("name_key", "pk") if each.pk not in found and each.pk != account.pk]
        found.update((each.pk, each) for each in fresh)
        level = [each.pk for each in fresh]
    return list(found.values())


def has_accounts(member: Member) -> bool:
    """Tell whether a member looks after accounts of their own."""
    return Account.objects.filter(workspace_id=member.workspace_id, owner=member, archived_at=None).exists()
