"""Writing down which group of people contacts are in."""

from collections.abc import Iterable

from kuule.contacts.models import Contact, ContactGroup
from kuule.workspaces.rules import CUSTOMER


def write_groups(contacts: Iterable[Contact]) -> None:
    """Write down the group that was chosen for each of these. Inside the transaction of the caller.

    Those for whom none was chosen stay as they are.
    """
    chosen = [contact for contact in contacts if contact.is_group_chosen]
    if not chosen:
        return
    ContactGroup.objects.filter(contact__in=[contact.pk for contact in chosen]).delete()
    ContactGroup.objects.bulk_create(
        ContactGroup(contact_id=contact.pk, workspace_id=contact.workspace_id, key=contact.group)
        for contact in chosen
        if contact.group != CUSTOMER
    )
