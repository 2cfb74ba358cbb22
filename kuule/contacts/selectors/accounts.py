"""Which customer companies there are."""

from django.db.models import QuerySet

from kuule.contacts.models import Account
from kuule.contacts.query import AccountFilter
from kuule.contacts.rules.keys import name_key
from kuule.lib.search import few_matches
from kuule.lib.words import search_words
from kuule.workspaces.models import Workspace


def accounts_matching(workspace: Workspace, *, filter: AccountFilter) -> QuerySet[Account]:  # noqa: A002
    """Return the accounts of a segment, archived ones excluded, without an order."""
    found = Account.objects.filter(workspace=workspace, archived_at=None)
    if filter.team_id:
        found = found.filter(team_id=filter.team_id)
    if filter.search:
        terms = tuple(dict.fromkeys(search_words(filter.search)[:30]))
        if not terms:
            return found.none()
        found = found.filter(search_text__has_terms=terms)
        few = few_matches("contacts_account", workspace_id=workspace.pk, terms=terms)
        if few is not None:
            found = found.filter(pk__in=few)
    return found


def account_of(workspace: Workspace, *, account_id: int) -> Account | None:
    """Return one account of a workspace with its owner and team, archived or not, or None."""
    accounts = Account.objects.select_related("owner__user", "team")
    return accounts.filter(workspace=workspace, pk=account_id).first()


def account_by_text(workspace: Workspace, *, text: str) -> list[Account]:
    """Return the accounts that a text names: the one with this id, else those with this name (at most two)."""
    accounts = Account.objects.filter(workspace=workspace, archived_at=None)
    return list(accounts.filter(external_id=text.strip())[:1]) or list(accounts.filter(name_key=name_key(text))[:2])
