"""What is true of a person at a moment, flat: as an answer keeps it."""

from collections.abc import Mapping
from typing import Any

from kuule.contacts.query import ACCOUNT_PREFIX, ROLE_KEY
from kuule.contacts.rules.rows import PersonRow


def snapshot(*, role: str, own: Mapping[str, Any], of_account: Mapping[str, Any]) -> dict[str, Any]:
    """Return own properties by key, those of the account as `account.<key>`, and a role as `contact.role`."""
    prefixed = {f"{ACCOUNT_PREFIX}{key}": value for key, value in of_account.items()}
    return {**own, **prefixed, **({ROLE_KEY: role} if role else {})}


def said_of(person: PersonRow) -> dict[str, Any]:
    """Return what a line says was true of somebody at the moment it is about."""
    role = person.fields.get("role", "")
    return snapshot(role=role, own=person.properties, of_account=person.account_properties)
