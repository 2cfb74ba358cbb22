"""What a person fills in when they come to Kuule for the first time."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.workspaces.forms.fields import SHORT_NAME, AddressField, LineField, time_zones
from kuule.workspaces.forms.passwords import ChoosesPassword
from kuule.workspaces.models import User

LONGEST_SLUG = 60


class SetupForm(ChoosesPassword):
    """The first person of an installation and their company."""

    company = LineField(
        label=gettext_lazy("Company name"),
        max_length=200,
        help_text=gettext_lazy("Customers see this name in surveys."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    slug = LineField(
        label=gettext_lazy("Short name in addresses"),
        max_length=LONGEST_SLUG,
        required=False,
        help_text=gettext_lazy("Small letters, digits and hyphens. Left empty, it is made from the company name."),
    )
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=time_zones, help_text=gettext_lazy("Days and weeks begin by it.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    name = LineField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )

    field_order = ("company", "slug", "timezone", "language", "name", "email", "password", "password_again")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["company"].widget.attrs["autofocus"] = True

    def clean_slug(self) -> str:
        """Return the short name as typed, or one made from the company name."""
        slug: str = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("company", ""))[:LONGEST_SLUG].strip("-")
        if not slug and "company" in self.cleaned_data:
            raise forms.ValidationError(_("We cannot make a short name from this company name. Write one here."))
        if slug and not SHORT_NAME.fullmatch(slug):
            raise forms.ValidationError(_("Use small letters, digits and single hyphens only, such as my-company."))
        return slug


class JoinForm(ChoosesPassword):
    """An invited person who is new to Kuule."""

    name = LineField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )

    field_order = ("name", "password", "password_again")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def person(self) -> User:
        """Return the person with the address that the invitation went to."""
        return User(email=self.email, name=self.cleaned_data.get("name") or "")
