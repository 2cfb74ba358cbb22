"""Defining a property by hand, before any file brings it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.forms.fields import LineField
from kuule.contacts.rules import PROPERTY_KINDS
from kuule.contacts.rules.columns import KEY_PATTERN, property_key
from kuule.contacts.templatetags.contacts import property_kind


class DefinitionForm(forms.Form):
    """A property of people or accounts, and its type."""

    label = LineField(
        label=gettext_lazy("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("As it stands on top of the column in your files, such as Customer since."),
    )
    of = forms.ChoiceField(
        label=gettext_lazy("Belongs to"),
        choices=[("contact", gettext_lazy("people")), ("account", gettext_lazy("accounts"))],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"), help_text=gettext_lazy("It decides what can be written. It stays as it is.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - tells the type
        kind.choices = [(each, property_kind(each)) for each in PROPERTY_KINDS]

    def clean_label(self) -> str:
        """Return the name, if a key can be made of it."""
        label: str = self.cleaned_data["label"]
        if not KEY_PATTERN.fullmatch(property_key(label)):
            raise forms.ValidationError(_("Use at least one letter from a to z in the name."))
        return label

    @property
    def facts(self) -> dict[str, str]:
        """Return what was filled in, as the service takes it."""
        return {**self.cleaned_data, "key": property_key(self.cleaned_data["label"])}
