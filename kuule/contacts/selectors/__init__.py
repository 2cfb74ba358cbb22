"""What can be read about people and customer companies. The door for other rooms."""

from kuule.contacts.selectors.accounts import account_by_text, account_of, accounts_matching, accounts_within
from kuule.contacts.selectors.contacts import (
    contact_of,
    contacts_counted,
    contacts_matching,
    groups_of,
    property_snapshot,
)
from kuule.contacts.selectors.pages import Page, capped_count, page_of
from kuule.contacts.selectors.properties import definitions, known_kinds, known_properties, languages_in_use
from kuule.contacts.selectors.suppressions import address_hash, suppression_of, suppression_of_person, suppressions_of

__all__ = [
    "Page",
    "account_by_text",
    "account_of",
    "accounts_matching",
    "accounts_within",
    "address_hash",
    "capped_count",
    "contact_of",
    "contacts_counted",
    "contacts_matching",
    "definitions",
    "groups_of",
    "known_kinds",
    "known_properties",
    "languages_in_use",
    "page_of",
    "property_snapshot",
    "suppression_of",
    "suppression_of_person",
    "suppressions_of",
]
