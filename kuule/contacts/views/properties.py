"""Properties as pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kuule.contacts.models import PropertyDefinition
from kuule.contacts.rules import TEXT


@dataclass(frozen=True, slots=True)
class ShownProperty:
    """A property with its value, or None where it is not known."""

    label: str
    kind: str
    value: Any


def shown_properties(values: Mapping[str, Any], definitions: Iterable[PropertyDefinition]) -> list[ShownProperty]:
    """Return every defined property with its value, then values that nobody defined."""
    defined = {each.key: each for each in definitions}
    known = [ShownProperty(each.label, each.kind, values.get(key)) for key, each in defined.items()]
    others = [ShownProperty(key, TEXT, value) for key, value in values.items() if key not in defined]
    return known + others
