"""Fields that read what people type the way the import reads a cell."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuule.contacts.models import PropertyDefinition
from kuule.contacts.rules import BOOLEAN, DATE, NUMBER
from kuule.contacts.rules.keys import as_text
from kuule.contacts.rules.properties import Unreadable, typed_value
from kuule.ui.clean import visible_text

PREFIX = "property_"

COMPLAINTS: Mapping[str, str | Promise] = {
    "bad_phone": _("This is not a phone number. Write it like +358 40 123 4567."),
    "bad_number": _("This is not a number. Write digits only."),
    "unclear_number": _("This could be a thousand or a little over one. Write 1234 for a thousand, or 1.234."),
    "bad_date": _("This is not a date. Write it like 2026-11-20."),
    "bad_boolean": _("This is neither yes nor no."),
    "too_long": _("This is longer than %(detail)s characters. Shorten it."),
}


def line_of(text: str) -> str:
    """Return a text as one line without characters that nobody can see."""
    return " ".join(visible_text(text).split())


def readable(value: Any) -> Any:
    """Return a value that was read from a text.

    Raises:
        ValidationError: it could not be read; the error says how to write it.
    """
    if isinstance(value, Unreadable):
        raise forms.ValidationError(str(COMPLAINTS[value.reason]), code=value.reason, params={"detail": value.detail})
    return value


class LineField(forms.CharField):
    """One line of text; with a `reader`, one that is kept as the reader understands it."""

    def __init__(self, *, reader: Callable[[str], Any] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._reader = reader

    def to_python(self, value: Any) -> Any:
        """Return the cleaned line."""
        line = line_of(super().to_python(value) or "")
        return readable(self._reader(line)) if line and self._reader else line


class PropertyField(forms.CharField):
    """The value of a typed property. Empty is None: the property is not known."""

    def __init__(self, definition: PropertyDefinition) -> None:
        super().__init__(label=definition.label, required=False, widget=_widget(definition.kind), empty_value=None)
        self._kind = definition.kind

    def to_python(self, value: Any) -> Any:
        """Return the value in its type."""
        line = line_of(super().to_python(value) or "")
        return readable(typed_value(line, self._kind)) if line else None

    def prepare_value(self, value: Any) -> Any:
        """Return the text that stands in the field."""
        return "" if value is None else as_text(value)


def _widget(kind: str) -> forms.Widget:
    if kind == BOOLEAN:
        return forms.Select(choices=[("", "–"), ("true", _("Yes")), ("false", _("No"))])
    if kind == DATE:
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.TextInput(attrs={"inputmode": "decimal"} if kind == NUMBER else {})
