"""How people like to be reached."""

from collections.abc import Iterable

from kuule.contacts.models import Contact, ContactPreference
from kuule.contacts.rules.wishes import Wishes
from kuule.workspaces.models import Workspace

WISHES = ("channel", "quiet_from", "quiet_until")


def wishes_of(workspace: Workspace, *, contact_ids: Iterable[int]) -> dict[int, Wishes]:
    """Return the wishes of those of these people who have any, by their id."""
    kept = ContactPreference.objects.filter(workspace=workspace, contact__in=list(contact_ids))
    return {contact: Wishes(*each) for contact, *each in kept.values_list("contact_id", *WISHES)}


def wishes_of_contact(contact: Contact) -> Wishes:
    """Return the wishes of one person."""
    return wishes_of(contact.workspace, contact_ids=[contact.pk]).get(contact.pk, Wishes())
