"""Which accounts the page of coverage shows, and what counts as being heard."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.contacts.models import PropertyDefinition
from kuule.contacts.query import AccountFilter
from kuule.contacts.rules import BOOLEAN, NUMBER
from kuule.contacts.selectors import definitions
from kuule.dispatch.models import CoverageSettings
from kuule.dispatch.rules.chats import LONGEST_ADDRESS, chat_vendor
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.selectors import members, teams

LONGEST_MONTHS, LONGEST_SILENCE = 60, 365


class CoverageFilterForm(forms.Form):
    """Whose accounts are looked at."""

    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"), required=False)
    owner = forms.ModelChoiceField(Member.objects.none(), label=pgettext_lazy("account", "Owner"), required=False)

    def __init__(self, data: Mapping[str, Any], *, workspace: Workspace) -> None:
        super().__init__(data)
        for name, rows in (("team", teams(workspace)), ("owner", members(workspace))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
            field.queryset, field.empty_label = rows, _("All")

    @property
    def asked(self) -> AccountFilter:
        """Return the accounts that are meant; what cannot be read asks nothing, and the form says so."""
        chosen = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else {}
        team, owner = chosen.get("team"), chosen.get("owner")
        return AccountFilter(team_id=team.pk if team else None, owner_id=owner.pk if owner else None)


class CoverageSettingsForm(forms.Form):
    """What counts as being heard."""

    months = forms.IntegerField(
        label=gettext_lazy("Months that an answer counts"),
        min_value=1,
        max_value=LONGEST_MONTHS,
        help_text=gettext_lazy("An account is heard if somebody in it answered in this time."),
    )
    revenue_key = forms.ChoiceField(
        label=gettext_lazy("Revenue of an account"),
        required=False,
        help_text=gettext_lazy("A property of accounts that is a number, such as yearly revenue."),
    )
    target = forms.IntegerField(label=gettext_lazy("Target: share of revenue heard, %"), min_value=1, max_value=100)
    tells_owners = forms.BooleanField(
        label=gettext_lazy("Tell owners by mail when a key contact does not answer"),
        required=False,
        help_text=gettext_lazy("One mail a day at most, to the owner of the account, else to managers."),
    )
    silent_days = forms.IntegerField(
        label=gettext_lazy("Silent after so many days"), min_value=1, max_value=LONGEST_SILENCE
    )
    key_property = forms.ChoiceField(
        label=gettext_lazy("Key contacts, beside decision-makers"),
        required=False,
        help_text=gettext_lazy("A property of people that is yes or no."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, settings: CoverageSettings
    ) -> None:
        kept = {name: getattr(settings, name) for name in self.base_fields}
        super().__init__(data, initial=kept)
        numbers, yes_or_no = definitions(workspace, of="account"), definitions(workspace, of="contact")
        self._choose("revenue_key", _("Not chosen"), numbers.filter(kind=NUMBER))
        self._choose("key_property", _("Nobody else"), yes_or_no.filter(kind=BOOLEAN))

    def _choose(self, name: str, nothing: str, properties: Iterable[PropertyDefinition]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = [("", nothing), *((each.key, each.label) for each in properties)]


class ChatForm(forms.Form):
    """The chat that is told of silent key contacts. What is kept is never shown again."""

    address = forms.CharField(
        label=gettext_lazy("Address that the chat gave you"),
        max_length=LONGEST_ADDRESS,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "It begins with https:// and is a secret: whoever knows it can write into the chat. Kuule keeps it "
            "encrypted and shows it to nobody."
        ),
    )

    def clean_address(self) -> str:
        """Refuse what none of the chats gives out."""
        address = str(self.cleaned_data["address"]).strip()
        if not chat_vendor(address):
            raise forms.ValidationError(
                _(
                    "This is not an address that Slack, Microsoft Teams (Workflows), Discord or Google Chat gives out "
                    "for messages. Copy it whole, from https:// to its last character."
                )
            )
        return address
