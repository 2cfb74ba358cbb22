"""What contacts and accounts are sorted, matched and searched by."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.lib.words import search_mark, search_text, search_words

MAX_KEY = 200
ROLE, LANGUAGE, TEAM, PROPERTY = "role", "language", "team", "property"


def name_key(name: str) -> str:
    """Return the name without case and spare spaces: " ACME  Oy" and "Acme Oy" are one account."""
    if name.isascii():
        return " ".join(name.lower().split())[:MAX_KEY]
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.split())[:MAX_KEY]


def address_key(address: str) -> str:
    """Return an address as it is compared: without spaces around it, in lower case."""
    return address.strip().lower()


def contact_key(name: str, email: str, external_id: str, phone: str) -> str:
    """Return what a contact is sorted by: the name, else the address, else the id, else the phone number."""
    return name_key(name or email or external_id or phone)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What search knows of a contact's account."""

    name: str = ""
    team_id: int | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


def contact_search_text(
    account: AccountFacts,
    *,
    name: str,
    email: str,
    external_id: str,
    role: str,
    language: str,
    properties: Mapping[str, Any],
) -> str:
    """Return the indexed text of a contact: the words people type, and a mark for each thing they filter by."""
    marks = fact_marks(role=role, language=language, team_id=account.team_id, properties=properties)
    marks += [_property_mark(ACCOUNT_PREFIX + key, value) for key, value in account.properties.items()]
    return search_text(name, email, external_id, account.name, marks=tuple(marks))


def account_search_text(name: str, external_id: str) -> str:
    """Return the indexed text of an account."""
    return search_text(name, external_id)


def fact_marks(*, role: str, language: str, team_id: int | None, properties: Mapping[str, Any]) -> list[str]:
    """Return the marks of facts that contacts are filtered by; what is empty has none."""
    marks = [_property_mark(key, value) for key, value in properties.items()]
    facts = ((ROLE, role), (LANGUAGE, language), (TEAM, team_id))
    return marks + [search_mark(name, value) for name, value in facts if value]


def _property_mark(key: str, value: Any) -> str:
    return search_mark(f"{PROPERTY} {key}", as_text(value))


def word_terms(search: str) -> list[str]:
    """Return the words of a search, each once. Thirty are enough for anyone."""
    return list(dict.fromkeys(search_words(search[:2_000])[:30]))


def as_text(value: Any) -> str:
    """Return a property value as people write it: 10, 2.5, 2026-11-20, true, gold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
