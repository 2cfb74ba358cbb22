"""The property of people that says whether they are in the customer panel, so that they can be chosen by it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from kuule.contacts.models import Contact
from kuule.contacts.rules import BOOLEAN
from kuule.contacts.services import change_contact
from kuule.contacts.services.properties import define_property
from kuule.workspaces.rules import Actor

PANEL_PROPERTY = "customer_panel"


def keep_panel_property(*, contact: Contact, is_in: bool, actor: Actor, now: datetime) -> None:
    """Write down with a person whether they are in the panel.

    Where the workspace has a property of this name and another type, that one stays as it is.
    """
    with override(contact.workspace.language):
        label = _("In the customer panel")
    try:
        define_property(
            workspace=contact.workspace,
            key=PANEL_PROPERTY,
            label=label,
            kind=BOOLEAN,
            of="contact",
            actor=actor,
            now=now,
        )
    except ValidationError:
        return
    properties = {**contact.properties, PANEL_PROPERTY: is_in}
    change_contact(contact=contact, actor=actor, now=now, properties=properties)
