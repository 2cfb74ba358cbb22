"""Giving rows back what an import overwrote, field by field, where it is still as the import left it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kuule.contacts.models import Account, Contact, ContactMove, ImportChange
from kuule.contacts.rules.keys import account_search_text, name_key
from kuule.contacts.services.groups import write_groups
from kuule.contacts.services.import_changes import ACCOUNT, PROPERTIES
from kuule.contacts.services.search_text import index_contact, reindex_contacts
from kuule.contacts.services.suppressions import carry_suppressions
from kuule.lib.bulk import among, overwrite_rows
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor

# Each belongs to one row only: somebody else may have it by now.
_ONCE = {"contact": ("external_id", "email"), "account": ("external_id",)}


def restore(
    workspace: Workspace, table: str, changes: Sequence[ImportChange], *, actor: Actor, now: datetime
) -> Counter[str]:
    """Undo changes, the newest first. Return how many rows went back, and of how many something was kept."""
    if not changes:
        return Counter()
    model: type[Account] | type[Contact] = Account if table == ACCOUNT else Contact
    rows: dict[int, Any] = model.objects.filter(workspace=workspace).in_bulk({each.row_id for each in changes})
    taken = _taken(workspace, model, table, changes)
    counted: Counter[str] = Counter()
    moved: dict[int, str] = {}
    touched: dict[int, Any] = {}
    for change in changes:
        row = rows.get(change.row_id)
        if row is None:
            continue
        address = getattr(row, "email", "")
        is_whole = _went_back(row, change, taken)
        if _shares_its_name(row):
            row.refresh_from_db()
            is_whole = False
        if "account_id" in change.before and row.account_id == change.before["account_id"]:
            _forget_move(change)
        counted[f"{table}_{'restored' if is_whole else 'kept'}"] += 1
        touched[row.pk] = row
        if address != getattr(row, "email", ""):
            moved[row.pk] = row.email
    _write(workspace, table, list(touched.values()), now)
    if moved:
        carry_suppressions(workspace=workspace, moved=moved, actor=actor, now=now)
    return counted


def _forget_move(change: ImportChange) -> None:
    """Delete the move that an import wrote down: it was undone with it."""
    moves = ContactMove.objects.filter(workspace_id=change.workspace_id, contact_id=change.row_id)
    moves.filter(to_account_id=change.after["account_id"], moved_at__gte=change.job.created_at).delete()


def _shares_its_name(row: Account | Contact) -> bool:
    """Tell whether an account would be one of two without an id that are called the same."""
    if not isinstance(row, Account) or row.external_id:
        return False
    same = Account.objects.filter(workspace_id=row.workspace_id, external_id="", name_key=name_key(row.name))
    return same.exclude(pk=row.pk).exists()


def _taken(workspace: Workspace, model: Any, table: str, changes: Sequence[ImportChange]) -> dict[str, dict[str, int]]:
    """Return who has the ids and addresses that rows would get back: field → value → id of the row."""
    taken: dict[str, dict[str, int]] = {}
    for name in _ONCE[table]:
        wanted = {each.before[name] for each in changes if each.before.get(name)}
        having = model.objects.filter(among(name, wanted), workspace=workspace) if wanted else ()
        taken[name] = {getattr(row, name): row.pk for row in having}
    return taken


def _went_back(row: Any, change: ImportChange, taken: dict[str, dict[str, int]]) -> bool:
    """Give a row back what it was; return whether all of it went back."""
    is_whole = True
    for name, value in change.before.items():
        if name == PROPERTIES:
            continue
        is_free = name not in taken or not value or taken[name].get(value, row.pk) == row.pk
        if getattr(row, name) != change.after[name] or not is_free:
            is_whole = False
            continue
        if name in taken:
            taken[name].pop(change.after[name], None)
            taken[name][value] = row.pk
        setattr(row, name, value)
    return _properties_went_back(row, change) and is_whole


def _properties_went_back(row: Any, change: ImportChange) -> bool:
    before, after = change.before.get(PROPERTIES, {}), change.after.get(PROPERTIES, {})
    still = [key for key, value in after.items() if key in row.properties and row.properties[key] == value]
    properties = {key: value for key, value in row.properties.items() if key not in still}
    row.properties = {**properties, **{key: before[key] for key in still if key in before}}
    return len(still) == len(after)


def _write(workspace: Workspace, table: str, rows: list[Any], now: datetime) -> None:
    if table == ACCOUNT:
        for account in rows:
            account.name_key = name_key(account.name)
            account.search_text = "" if account.archived_at else account_search_text(account.name, account.external_id)
        overwrite_rows(rows, ("external_id", "name", "name_key", PROPERTIES, "search_text"))
        reindex_contacts(Contact.objects.filter(workspace=workspace, account__in=rows))
        return
    accounts = Account.objects.filter(workspace=workspace).in_bulk({each.account_id for each in rows})
    for contact in rows:
        contact.account = accounts.get(contact.account_id)
        contact.changed_at = now
        index_contact(contact, contact.account)
    # One may take back an address that another gives up just now.
    Contact.objects.filter(pk__in=[each.pk for each in rows]).update(email="", external_id="")
    fields = ("external_id", "name", "name_key", "email", "phone", "role", "title", "language", "timezone")
    overwrite_rows(rows, ("account", *fields, PROPERTIES, "search_text", "changed_at"))
    write_groups(rows)
