"""Choosing a password, twice the same."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.workspaces.models import User

LONGEST = 1000


def password_field(label: Any, **options: Any) -> forms.CharField:
    """Return a field for a new password, whose blanks count."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget, **options)


class ChoosesPassword(forms.Form):
    """A form in which a new person chooses their password."""

    name: Any
    password = password_field(
        gettext_lazy("Password"), help_text=gettext_lazy("At least 10 characters. A few words are easy to remember.")
    )
    password_again = password_field(gettext_lazy("The same password again"))

    def person(self) -> User:
        """Return the person as typed so far: a password must not be their name or address."""
        return User(email=self.cleaned_data.get("email") or "", name=self.cleaned_data.get("name") or "")

    def clean(self) -> dict[str, Any]:
        """Compare both passwords and try the first one against the rules for passwords."""
        cleaned = super().clean() or self.cleaned_data
        first, again = cleaned.get("password"), cleaned.get("password_again")
        if first and again and first != again:
            self.add_error("password_again", _("The two passwords differ. Type the same one twice."))
        if first:
            try:
                validate_password(first, self.person())
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
