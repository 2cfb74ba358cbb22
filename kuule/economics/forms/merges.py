"""Which account another one became part of."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.models import Account
from kuule.contacts.selectors import account_by_text


class MergeForm(forms.Form):
    """That an account became part of another on a day."""

    into = forms.CharField(
        label=gettext_lazy("Became part of"),
        max_length=200,
        help_text=gettext_lazy("The name of the other account, or your id of it."),
    )
    merged_on = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any, *, account: Account) -> None:
        super().__init__(data)
        self._account = account

    def clean_into(self) -> Account:
        """Return the other account."""
        name = str(self.cleaned_data["into"]).strip()
        found = account_by_text(self._account.workspace, text=name)
        if not found:
            raise forms.ValidationError(_("No account is called “%(name)s”. Check the spelling.") % {"name": name})
        if len(found) > 1:
            raise forms.ValidationError(
                _("More than one account is called “%(name)s”. Write your id of the account instead.") % {"name": name}
            )
        return found[0]

    def clean_merged_on(self) -> date:
        """Return the day, which is not to come."""
        day: date = self.cleaned_data["merged_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Say it when it has happened."))
        return day
