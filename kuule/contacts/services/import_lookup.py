"""The contacts and accounts that a batch of lines may mean, found with one query per kind of key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules.keys import account_search_text, name_key
from kuule.contacts.rules.rows import PersonRow
from kuule.lib.bulk import among
from kuule.workspaces.models import Workspace


class People:
    """Contacts by id, by address and by phone number, as they are after the lines read so far."""

    def __init__(self, workspace: Workspace, rows: Sequence[PersonRow], *, only: Sequence[str] = ()) -> None:
        """Find those whom lines may mean. `only` are the fields that are needed of them; all if none are named."""
        contacts = Contact.objects.filter(workspace=workspace)
        contacts = contacts.only(*only) if only else contacts
        ids = {row.external_id for row in rows if row.external_id}
        addresses = {row.email for row in rows if row.email}
        phones = {row.phone for row in rows if row.phone}
        self.found = list(contacts.filter(among("external_id", ids))) if ids else []
        # Most people have both: whoever was found by id need not be looked for by address.
        if rest := addresses.difference(contact.email for contact in self.found):
            self.found += contacts.filter(among("email", rest))
        if phones:
            known = {contact.pk for contact in self.found}
            self.found += [contact for contact in contacts.filter(among("phone", phones)) if contact.pk not in known]
        self.by_id = {contact.external_id: contact for contact in self.found if contact.external_id in ids}
        self.by_email = {contact.email: contact for contact in self.found if contact.email in addresses}
        self.by_phone: dict[str, list[Contact]] = {}
        for contact in self.found:
            if contact.phone in phones:
                self.by_phone.setdefault(contact.phone, []).append(contact)

    def meant_by(self, row: PersonRow) -> tuple[Contact | None, str]:
        """Return the contact that a line is about (None: a new one), and why the line must not change it, or ""."""
        by_id = self.by_id.get(row.external_id) if row.external_id else None
        by_email = self.by_email.get(row.email) if row.email else None
        if by_id is not None:
            return by_id, "taken" if by_email not in (None, by_id) else ""
        if by_email is not None and row.external_id and by_email.external_id:
            return None, "other_id"
        return (by_email, "") if by_email is not None else self._with_phone(row)

    def _with_phone(self, row: PersonRow) -> tuple[Contact | None, str]:
        """Return whom a line means by its number. Colleagues share numbers, so this never joins two who are known."""
        having = self.by_phone.get(row.phone, [])
        if not row.external_id and not row.email:
            return (None, "unclear_phone") if len(having) > 1 else (having[0] if having else None, "")
        is_known_by_it = len(having) == 1 and not having[0].external_id and not having[0].email
        return (having[0] if is_known_by_it else None), ""

    def place(self, contact: Contact, *, old_email: str = "", old_phone: str = "") -> None:
        """Put a contact where the following lines find it."""
        if old_email and self.by_email.get(old_email) is contact:
            del self.by_email[old_email]
        if old_phone:
            self.by_phone[old_phone] = [each for each in self.by_phone.get(old_phone, []) if each is not contact]
        if contact.email:
            self.by_email[contact.email] = contact
        if contact.external_id:
            self.by_id[contact.external_id] = contact
        if contact.phone and not any(each is contact for each in self.by_phone.get(contact.phone, [])):
            self.by_phone.setdefault(contact.phone, []).append(contact)


class Accounts:
    """Accounts by id and by name, as they are after the lines read so far, with those that the batch opens."""

    def __init__(self, workspace: Workspace, rows: Sequence[PersonRow], now: datetime) -> None:
        self._workspace, self._now = workspace, now
        self.opened: list[Account] = []
        self.changed: dict[int, Account] = {}
        self._by_id: dict[str, Account] = {}
        self._by_name: dict[str, list[Account]] = {}
        accounts = Account.objects.filter(workspace=workspace)
        ids = {row.account_id for row in rows if row.account_id}
        self.found = list(accounts.filter(among("external_id", ids))) if ids else []
        found_ids = {account.external_id for account in self.found}
        names = {name_key(row.account_name) for row in rows if row.account_name and row.account_id not in found_ids}
        if names:
            seen = {account.pk for account in self.found}
            by_name = accounts.filter(name_key__among=names).order_by("pk")
            self.found += [account for account in by_name if account.pk not in seen]
        for account in self.found:
            self._place(account)
        self._was: dict[int, dict[str, Any]] = {}

    def was(self, account: Account) -> dict[str, Any]:
        """Return what an account was before the lines of this batch."""
        return self._was[account.pk]

    def meant_by(self, row: PersonRow) -> list[Account]:
        """Return the account that a line names, opened if it is new; several if they share the name it gives."""
        if row.account_id:
            return [self._by_id.get(row.account_id) or self._named(row) or self._open(row)]
        same_name = self._by_name.get(name_key(row.account_name), [])
        without_id = [account for account in same_name if not account.external_id]
        return without_id or same_name or [self._open(row)]

    def by_pk(self, wanted: set[int]) -> dict[int, Account]:
        """Return accounts by id: those of the batch, and others fetched in one query."""
        known = {account.pk: account for account in (*self.found, *self.opened)}
        return {**known, **Account.objects.in_bulk(wanted - known.keys())}

    def _named(self, row: PersonRow) -> Account | None:
        # An account that had only a name gets its id.
        for account in self._by_name.get(name_key(row.account_name), []) if row.account_name else ():
            if not account.external_id:
                self._note(account)
                account.external_id = row.account_id
                self._by_id[row.account_id] = account
                self.touch(account)
                return account
        return None

    def _open(self, row: PersonRow) -> Account:
        account = Account(
            workspace=self._workspace,
            external_id=row.account_id,
            name=row.account_name or row.account_id,
            properties={},
            created_at=self._now,
        )
        account.name_key = name_key(account.name)
        account.search_text = account_search_text(account.name, account.external_id)
        self.opened.append(account)
        self._place(account)
        return account

    def rename(self, account: Account, name: str) -> None:
        """Give an account another name."""
        self._note(account)
        self._by_name[account.name_key].remove(account)
        account.name, account.name_key = name, name_key(name)
        self._by_name.setdefault(account.name_key, []).append(account)
        self.touch(account)

    def describe(self, account: Account, key: str, value: Any) -> None:
        """Give an account a property."""
        self._note(account)
        account.properties = {**account.properties, key: value}
        self.touch(account)

    def _note(self, account: Account) -> None:
        if account.pk:
            self._was.setdefault(account.pk, account_facts(account))

    def touch(self, account: Account) -> None:
        """Note that an account has changed."""
        account.search_text = "" if account.archived_at else account_search_text(account.name, account.external_id)
        if account.pk:
            self.changed[account.pk] = account

    def _place(self, account: Account) -> None:
        if account.external_id:
            self._by_id[account.external_id] = account
        self._by_name.setdefault(account.name_key, []).append(account)


def account_facts(account: Account) -> dict[str, Any]:
    """Return what a line can change of an account."""
    return {"external_id": account.external_id, "name": account.name, "properties": account.properties}
