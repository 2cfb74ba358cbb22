"""Which properties and languages the people of a workspace have."""

from typing import Any

from django.db.models import QuerySet

from kuule.contacts.models import Contact, PropertyDefinition
from kuule.contacts.rules import TEXT
from kuule.contacts.rules.properties import Unreadable, typed_value
from kuule.lib.words import search_words
from kuule.workspaces.models import Workspace

MAX_LANGUAGES = 60


def definitions(workspace: Workspace, *, of: str = "") -> QuerySet[PropertyDefinition]:
    """Return the properties of contacts, of accounts, or of both, by label."""
    found = PropertyDefinition.objects.filter(workspace=workspace)
    return (found.filter(of=of) if of else found).order_by("label", "id")


def known_properties(workspace: Workspace) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the properties there are as an importer looks for them: (of, folded label or key) → (key, kind)."""
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for each in definitions(workspace):
        known[each.of, " ".join(search_words(each.label))] = known[each.of, each.key] = (each.key, each.kind)
    return known


def known_kinds(workspace: Workspace) -> dict[tuple[str, str], str]:
    """Return the types of the properties there are: (of, key) → kind."""
    return {(each.of, each.key): each.kind for each in definitions(workspace)}


def asked_value(workspace: Workspace, *, of: str, key: str, text: str) -> Any:
    """Return a text that a filter asks for as a value of the property's type; the text itself when it is none."""
    definition = PropertyDefinition.objects.filter(workspace=workspace, of=of, key=key).first()
    value = typed_value(text, definition.kind if definition else TEXT)
    return text if isinstance(value, Unreadable) else value


def languages_in_use(workspace: Workspace) -> list[str]:
    """Return the languages that contacts have, at most 60.

    One step in the index per language: asking for distinct values would read every contact.
    """
    found: list[str] = []
    contacts = Contact.objects.filter(workspace=workspace).order_by("language").values_list("language", flat=True)
    while len(found) < MAX_LANGUAGES:
        following = contacts.filter(language__gt=found[-1] if found else "").first()
        if following is None:
            break
        found.append(following)
    return found
