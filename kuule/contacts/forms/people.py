"""What is known of a person."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.forms.choices import (
    OFFERS_ACCOUNTS,
    all_languages,
    channel_choices,
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
from kuule.contacts.rules.wishes import Wishes
from kuule.contacts.selectors import definitions
from kuule.contacts.selectors.wishes import WISHES, wishes_of_contact
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER

OFF = {"autocomplete": "off"}
PLAIN = ("name", "email", "role", "title", "phone", "language", "timezone", "external_id", "group")


def clock_input() -> forms.TimeInput:
    """Return a field for a time of day without seconds."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


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
    channel = forms.ChoiceField(label=gettext_lazy("Preferred channel"), required=False)
    quiet_from = forms.TimeField(label=gettext_lazy("Not to be written to from"), required=False, widget=clock_input())
    quiet_until = forms.TimeField(
        label=gettext_lazy("Not to be written to until"),
        required=False,
        widget=clock_input(),
        help_text=gettext_lazy("On the person’s own clock, over midnight too. Leave both empty for no quiet hours."),
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
        wishes = wishes_of_contact(contact) if contact else Wishes()
        known |= {name: getattr(wishes, name) for name in WISHES}
        super().__init__(
            data,
            definitions=definitions(workspace, of="contact"),
            properties=contact.properties if contact else {},
            initial={**known, "account": self._account.name if self._account else account},
        )
        offer_accounts(self, workspace)
        choose(self, "role", role_choices(), nothing=_("Not known"))
        choose(self, "language", all_languages(contact.language if contact else ""), nothing=_("Not known"))
        choose(self, "channel", channel_choices(), nothing=_("No wish"))
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
        self._check_quiet_hours(values)
        return values

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was filled in, as the services take it: the wishes in one."""
        told = super().facts
        wishes = Wishes(**{name: told.pop(name) for name in WISHES})
        return {**told, "wishes": wishes}

    def _check_quiet_hours(self, values: Mapping[str, Any]) -> None:
        first, last = values.get("quiet_from"), values.get("quiet_until")
        if {"quiet_from", "quiet_until"} & self.errors.keys():
            return
        if (first is None) != (last is None):
            self.add_error("quiet_from" if first is None else "quiet_until", _("Fill in both, or leave both empty."))
        elif first is not None and first == last:
            self.add_error("quiet_until", _("Quiet hours end at another time than they begin."))
