"""Which people or accounts a list shows: the filters in its address."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.contacts.forms.choices import (
    OFFERS_ACCOUNTS,
    choose,
    group_choices,
    named_account,
    offer_accounts,
    property_choices,
    role_choices,
    used_languages,
)
from kuule.contacts.forms.fields import LineField
from kuule.contacts.models import Account
from kuule.contacts.query import AccountFilter, ContactFilter
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.selectors import members, teams


class FilterForm(forms.Form):
    """A filter of a list. Empty fields ask nothing."""

    offered: ClassVar[tuple[str, ...]] = ()

    search = LineField(
        label=gettext_lazy("Search"), max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    property_key = forms.ChoiceField(label=gettext_lazy("Property"), required=False)
    property_value = LineField(
        label=gettext_lazy("is exactly"),
        max_length=1_000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def menu_fields(self) -> list[forms.BoundField]:
        """Return the fields beside the search, without the property when the workspace has none."""
        is_property = ("property_key", "property_value")
        has_properties = len(list(self._choices("property_key"))) > 1
        return [field for field in self if field.name != "search" and (has_properties or field.name not in is_property)]

    def clean_property_value(self) -> str:
        """Return the value; a property that was chosen needs one."""
        value: str = self.cleaned_data["property_value"]
        if self.cleaned_data.get("property_key") and not value:
            raise forms.ValidationError(_("Write the value to look for, or choose no property."))
        return value

    def words(self) -> list[tuple[tuple[str, ...], str, str]]:
        """Return what is asked, in words: names of the fields, label, value."""
        asked: list[tuple[tuple[str, ...], str, str]] = [
            ((name,), str(self.fields[name].label), self._word(name)) for name in self.offered if self._word(name)
        ]
        if key := self.cleaned_data.get("property_key"):
            label = dict(self._choices("property_key"))[key]
            asked.append((("property_key", "property_value"), label, self.cleaned_data.get("property_value", "")))
        return asked

    def _word(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        return str(dict(self._choices(name)).get(value, value) if value else "")

    def _choices(self, name: str) -> Any:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) or not isinstance(field, forms.ChoiceField):
            return ()
        return field.choices

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset, field.empty_label = rows, _("All")


class ContactFilterForm(FilterForm):
    """Which people are listed."""

    offered = ("search", "role", "language", "account", "team", "group")

    role = forms.ChoiceField(label=gettext_lazy("Role in the account"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    account = LineField(
        label=gettext_lazy("Account"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=OFFERS_ACCOUNTS),
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)

    field_order = ("search", "role", "language", "account", "team", "group", "property_key", "property_value")

    def __init__(self, data: Mapping[str, Any], *, workspace: Workspace) -> None:
        super().__init__(data)
        self._workspace = workspace
        offer_accounts(self, workspace)
        choose(self, "role", role_choices(), nothing=_("All"))
        choose(self, "language", used_languages(workspace), nothing=_("All"))
        choose(self, "group", group_choices(), nothing=_("All"))
        choose(self, "property_key", property_choices(workspace), nothing="–")
        self._offer("team", teams(workspace))

    def clean_account(self) -> Account | None:
        """Return the account that was named."""
        return named_account(self._workspace, self.cleaned_data["account"])

    @property
    def asked(self) -> ContactFilter:
        """Return the segment. The form must be valid."""
        values = self.cleaned_data
        return ContactFilter(
            search=values["search"],
            role=values["role"],
            language=values["language"],
            account_id=values["account"].pk if values["account"] else None,
            team_id=values["team"].pk if values["team"] else None,
            property_key=values["property_key"],
            property_value=values["property_value"] if values["property_key"] else "",
            group=values["group"],
        )


class AccountFilterForm(FilterForm):
    """Which accounts are listed."""

    offered = ("search", "owner", "team")

    owner = forms.ModelChoiceField(Member.objects.none(), label=pgettext_lazy("account", "Owner"), required=False)
    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"), required=False)

    field_order = ("search", "owner", "team", "property_key", "property_value")

    def __init__(self, data: Mapping[str, Any], *, workspace: Workspace) -> None:
        super().__init__(data)
        choose(self, "property_key", property_choices(workspace, of="account"), nothing="–")
        self._offer("owner", members(workspace))
        self._offer("team", teams(workspace))

    @property
    def asked(self) -> AccountFilter:
        """Return the segment. The form must be valid."""
        values = self.cleaned_data
        return AccountFilter(
            search=values["search"],
            team_id=values["team"].pk if values["team"] else None,
            owner_id=values["owner"].pk if values["owner"] else None,
            property_key=values["property_key"],
            property_value=values["property_value"] if values["property_key"] else "",
        )
