"""Keeping the indexed text of contacts true to what they and their accounts are."""

from django.db.models import QuerySet

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules.keys import AccountFacts, contact_key, contact_search_text
from kuule.lib.bulk import overwrite_rows

BATCH = 2_000


def index_contact(contact: Contact, account: Account | None) -> None:
    """Set what a contact is sorted and searched by; the caller saves it. Search does not know archived ones."""
    contact.name_key = contact_key(contact.name, contact.email, contact.external_id, contact.phone)
    if contact.archived_at is not None:
        contact.search_text = ""
        return
    contact.search_text = contact_search_text(
        AccountFacts(account.name, account.team_id, account.properties) if account else AccountFacts(),
        name=contact.name,
        email=contact.email,
        external_id=contact.external_id,
        role=contact.role,
        language=contact.language,
        properties=contact.properties,
    )


def reindex_contacts(contacts: QuerySet[Contact]) -> None:
    """Write the indexed text of these contacts anew, in batches: their account is called or described otherwise."""
    last = 0
    while batch := list(contacts.select_related("account").filter(pk__gt=last).order_by("pk")[:BATCH]):
        for contact in batch:
            index_contact(contact, contact.account)
        overwrite_rows(batch, ["search_text"])
        last = batch[-1].pk
