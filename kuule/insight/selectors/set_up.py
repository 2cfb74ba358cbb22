"""How far a new programme has come."""

from dataclasses import dataclass

from kuule.contacts.models import Contact
from kuule.dispatch.models import Wave
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class SetUp:
    """Which steps before the first answer are done."""

    has_people: bool
    has_asked: bool


def set_up_of(workspace: Workspace) -> SetUp:
    """Return how far a workspace is on its way to the first answer."""
    return SetUp(
        has_people=Contact.objects.filter(workspace=workspace, archived_at=None).exists(),
        has_asked=Wave.objects.filter(workspace=workspace).exists(),
    )
