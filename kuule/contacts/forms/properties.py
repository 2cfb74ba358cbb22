"""The part of a form that workspaces define themselves: properties."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from kuule.contacts.forms.fields import PREFIX, PropertyField
from kuule.contacts.models import PropertyDefinition


class PropertiesForm(forms.Form):
    """A form with a field for each property of contacts or accounts."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        definitions: Iterable[PropertyDefinition],
        properties: Mapping[str, Any],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self._properties = dict(properties)
        for each in definitions:
            self.fields[PREFIX + each.key] = PropertyField(each)
            self.initial[PREFIX + each.key] = properties.get(each.key)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """Return the fields that every workspace has."""
        return [field for field in self if not field.name.startswith(PREFIX)]

    @property
    def property_fields(self) -> list[forms.BoundField]:
        """Return the fields of this workspace's properties."""
        return [field for field in self if field.name.startswith(PREFIX)]

    @property
    def properties(self) -> dict[str, Any]:
        """Return the properties as they are after the form: emptied ones are gone, undefined ones stay."""
        asked = {
            name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if name.startswith(PREFIX)
        }
        return {key: value for key, value in {**self._properties, **asked}.items() if value is not None}

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was filled in, as the services take it."""
        own = {name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)}
        return {**own, "properties": self.properties}
