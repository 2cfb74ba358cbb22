"""What contacts and accounts are sorted, matched and searched by."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kuule.lib.words import search_mark, search_text, search_words

MAX_KEY = 200
ROLE, LANGUAGE, TEAM, PROPERTY = "role", "language", "team", "property"


def name_key(name: str) -> str:
    """Return the name without case and spare spaces: " ACME  Oy" and "Acme Oy" are one account."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()[:MAX_KEY]


def address_key(address: str) -> str:
    """Return an address as it is compared: without spaces around it, in lower case."""
    return address.strip().lower()


def contact_key(name: str, email: str, external_id: str) -> str:
    """Return what a contact is sorted by: the name, else the address, else the id."""
    return name_key(name or email or external_id)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What search knows about a contact, besides the contact itself."""

    account_name: str = ""
    team_id: int | None = None


def contact_search_text(
    account: Indexed,
    *,
    name: str,
    email: str,
    external_id: str,
    role: str,
    language: str,
    properties: Mapping[str, Any],
) -> str:
    """Return the indexed text of a contact: the words people type, and a mark for each thing they filter by."""
    marks = [search_mark(PROPERTY + " " + key, as_text(value)) for key, value in properties.items()]
    if role:
        marks.append(search_mark(ROLE, role))
    if language:
        marks.append(search_mark(LANGUAGE, language))
    if account.team_id:
        marks.append(search_mark(TEAM, account.team_id))
    return search_text(name, email, external_id, account.account_name, marks=tuple(marks))


def account_search_text(name: str, external_id: str) -> str:
    """Return the indexed text of an account."""
    return search_text(name, external_id)


def filter_terms(
    *, search: str = "", role: str = "", language: str = "", team_id: int | None = None, properties: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the terms that `contact_search_text` of every wanted contact has. Thirty words are enough for anyone."""
    marks = [search_mark(PROPERTY + " " + key, as_text(value)) for key, value in properties.items()]
    marks += [search_mark(ROLE, role)] if role else []
    marks += [search_mark(LANGUAGE, language)] if language else []
    marks += [search_mark(TEAM, team_id)] if team_id else []
    return (*dict.fromkeys(search_words(search)[:30]), *marks)


def as_text(value: Any) -> str:
    """Return a property value as people write it: 10, 2.5, 2026-11-20, true, gold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
