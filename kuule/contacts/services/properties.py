"""Which properties a workspace keeps of its people and accounts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kuule.contacts.models import PropertyDefinition
from kuule.contacts.rules import BOOLEAN, NUMBER, TEXT
from kuule.contacts.selectors import known_kinds
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

CONTACT = "contact"


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


def define_missing(*, workspace: Workspace, values: Iterable[Mapping[str, Any]], actor: Actor, now: datetime) -> None:
    """Define the properties of people that are told of and not there yet, each of the type of its first value.

    Call it inside a transaction.
    """
    known = known_kinds(workspace)
    new: dict[str, str] = {}
    for each in values:
        for key, value in each.items():
            if (CONTACT, key) not in known:
                new.setdefault(key, kind_of(value))
    for key, kind in new.items():
        define_property(workspace=workspace, key=key, label=key, kind=kind, of=CONTACT, actor=actor, now=now)


def kind_of(value: Any) -> str:
    """Return the type of property that a plain value is of."""
    if isinstance(value, bool):
        return BOOLEAN
    return NUMBER if isinstance(value, int | float) else TEXT
