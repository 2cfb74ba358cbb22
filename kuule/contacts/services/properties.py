"""Which properties a workspace keeps of its people and accounts."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kuule.contacts.models import PropertyDefinition
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@transaction.atomic
def define_property(
    *, workspace: Workspace, key: str, label: str, kind: str, of: str, actor: Actor, now: datetime
) -> PropertyDefinition:
    """Define a typed property of contacts or accounts (`of`). One that exists as it is wanted is returned as it is.

    Raises:
        ValidationError: the key is taken by a property of another type.
    """
    found, is_new = PropertyDefinition.objects.get_or_create(
        workspace=workspace, of=of, key=key, defaults={"label": label, "kind": kind}
    )
    if is_new:
        record(workspace=workspace, actor=actor, act="property_defined", subject=found, now=now)
    elif found.kind != kind:
        raise ValidationError(
            {"key": ValidationError(_("There is already a property of another type with this key."), code="taken")}
        )
    return found
