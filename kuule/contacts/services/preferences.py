"""Keeping how people like to be reached; nothing is kept of those who have no wish."""

from collections.abc import Mapping

from kuule.contacts.models import ContactPreference
from kuule.contacts.rules.wishes import Wishes
from kuule.contacts.selectors.wishes import WISHES
from kuule.workspaces.models import Workspace


def keep_wishes(*, workspace: Workspace, wishes: Mapping[int, Wishes]) -> None:
    """Keep the wishes of people, given by their id; empty ones are forgotten. Part of changing the person."""
    nothing = [contact for contact, wish in wishes.items() if wish == Wishes()]
    ContactPreference.objects.filter(workspace=workspace, contact__in=nothing).delete()
    ContactPreference.objects.bulk_create(
        [
            ContactPreference(
                workspace=workspace,
                contact_id=contact,
                channel=wish.channel,
                quiet_from=wish.quiet_from,
                quiet_until=wish.quiet_until,
            )
            for contact, wish in wishes.items()
            if wish != Wishes()
        ],
        update_conflicts=True,
        unique_fields=["contact"],
        update_fields=list(WISHES),
    )
