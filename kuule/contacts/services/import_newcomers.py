"""Adding the people whom nobody knew, many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules.keys import AccountFacts, contact_key, contact_search_text
from kuule.contacts.services.import_accounts import KnownAccount
from kuule.contacts.services.import_lookup import KnownPerson
from kuule.lib.bulk import insert_values, new_ids
from kuule.workspaces.models import Workspace

_SAID = ("name", "phone", "role", "title", "language", "timezone")
_FIELDS = (
    *("id", "workspace_id", "account_id", "external_id", "email", "name_key", "search_text", "created_at"),
    *_SAID,
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is new, with what their line says of them and their account, which has an id by then."""

    contact: KnownPerson
    fields: Mapping[str, str]
    account: KnownAccount | None


def insert_newcomers(workspace: Workspace, newcomers: Sequence[Newcomer], *, now: datetime) -> None:
    """Add them, and give each the id they have now. Call it inside a transaction."""
    facts = _facts(workspace, {each.account.pk for each in newcomers if each.account})
    for each, number in zip(newcomers, new_ids(Contact, len(newcomers)), strict=True):
        each.contact.pk = number
        each.contact.account_id = each.account.pk if each.account else None
    rows = [(each.contact.pk, workspace.pk, *_values(each, facts, now)) for each in newcomers]
    insert_values(Contact, _FIELDS, rows)


def _facts(workspace: Workspace, accounts: Iterable[int]) -> dict[int | None, AccountFacts]:
    wanted = Account.objects.filter(workspace=workspace, pk__among=list(accounts))
    found = wanted.values_list("pk", "name", "team_id", "properties")
    return {None: AccountFacts(), **{pk: AccountFacts(*facts) for pk, *facts in found}}


def _values(newcomer: Newcomer, facts: Mapping[int | None, AccountFacts], now: datetime) -> tuple[Any, ...]:
    contact = newcomer.contact
    said = {name: newcomer.fields.get(name, "") for name in _SAID}
    search_text = contact_search_text(
        facts[contact.account_id],
        name=said["name"],
        email=contact.email,
        external_id=contact.external_id,
        role=said["role"],
        language=said["language"],
        properties={},
    )
    key = contact_key(said["name"], contact.email, contact.external_id, contact.phone)
    return (contact.account_id, contact.external_id, contact.email, key, search_text, now, *said.values())
