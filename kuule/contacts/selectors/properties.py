"""Which properties and languages the people of a workspace have."""

from django.db.models import QuerySet

from kuule.contacts.models import Contact, PropertyDefinition
from kuule.workspaces.models import Workspace

MAX_LANGUAGES = 60


def definitions(workspace: Workspace, *, of: str = "") -> QuerySet[PropertyDefinition]:
    """Return the properties of contacts, of accounts, or of both, by label."""
    found = PropertyDefinition.objects.filter(workspace=workspace)
    return (found.filter(of=of) if of else found).order_by("label", "id")


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
