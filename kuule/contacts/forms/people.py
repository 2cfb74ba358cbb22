"""What is known of a person."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.forms.choices import (
    OFFERS_ACCOUNTS,
    all_languages,
    choose,
    group_choices,
    named_account,
    offer_accounts,
    role_choices,
    time_zones,
)
from kuule.contacts.forms.fields import LineField, line_of
from kuule.contacts.forms.properties import PropertiesForm
from kuule.contacts.models import Account, Contact
from kuule.contacts.rules.cells import phone
from kuule.contacts.selectors import definitions
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER

OFF = {"autocomplete": "off"}
PLAIN = ("name", "email", "role", "title", "phone", "language", "timezone", "external_id", "group")


class ContactForm(PropertiesForm):
    """A person we may ask."""

    name = LineField(label=gettext_lazy("Name"), max_length=200, required=False, widget=forms.TextInput(attrs=OFF))
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254, required=False, widget=forms.EmailInput(attrs=OFF)
    )
    account = LineField(
        label=gettext_lazy("Account"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=OFFERS_ACCOUNTS),
        help_text=gettext_lazy("The customer company: its name, or your id of it."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role in the account"), required=False)
    title = LineField(label=gettext_lazy("Job title"), max_length=200, required=False)
    phone = LineField(label=gettext_lazy("Phone"), max_length=32, required=False, reader=phone)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        help_text=gettext_lazy("Surveys come in this language, if they have it."),
    )
    timezone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    external_id = LineField(
        label=gettext_lazy("Your id"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("How your other systems know this person. Imports find the person by it."),
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Group"),
        choices=group_choices,
        initial=CUSTOMER,
        required=False,
        help_text=gettext_lazy("Each group has its own surveys and its own figures."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        workspace: Workspace,
        contact: Contact | None = None,
        account: str = "",
    ) -> None:
        self._workspace = workspace
        self._account = contact.account if contact else None
        known = {name: getattr(contact, name) for name in PLAIN} if contact else {}
        super().__init__(
            data,
            definitions=definitions(workspace, of="contact"),
            properties=contact.properties if contact else {},
            initial={**known, "account": self._account.name if self._account else account},
        )
        offer_accounts(self, workspace)
        choose(self, "role", role_choices(), nothing=_("Not known"))
        choose(self, "language", all_languages(contact.language if contact else ""), nothing=_("Not known"))
        choose(self, "timezone", time_zones(), nothing=_("As the workspace: %(name)s") % {"name": workspace.timezone})

    def clean_email(self) -> str:
        """Return the address in lower case, as it is kept."""
        return str(self.cleaned_data["email"]).lower()

    def clean_group(self) -> str:
        """Return the group; where none was sent, people stay in theirs."""
        return self.cleaned_data["group"] or str(self.initial.get("group", CUSTOMER))

    def clean_account(self) -> Account | None:
        """Return the account that was named; the present one stays when its name was left alone."""
        text = self.cleaned_data["account"]
        if self._account is not None and text == line_of(self._account.name):
            return self._account
        return named_account(self._workspace, text)

    def clean(self) -> dict[str, Any]:
        """Check that the person can be told from others."""
        values = super().clean() or self.cleaned_data
        asked = ("name", "email", "external_id")
        if not any(values.get(name) or name in self.errors for name in asked):
            self.add_error(None, _("Write a name, an e-mail address or your id of the person."))
        return values
