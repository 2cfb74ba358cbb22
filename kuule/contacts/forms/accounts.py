"""What is known of a customer company."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.contacts.forms.choices import named_account
from kuule.contacts.forms.fields import LineField, line_of
from kuule.contacts.forms.properties import PropertiesForm
from kuule.contacts.models import Account
from kuule.contacts.selectors import definitions
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.selectors import members, teams

PLAIN = ("name", "external_id", "owner", "team")


class AccountForm(PropertiesForm):
    """A customer company."""

    name = LineField(label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    owner = forms.ModelChoiceField(
        Member.objects.none(),
        label=pgettext_lazy("account", "Owner"),
        required=False,
        help_text=gettext_lazy("Who of your company looks after this account."),
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"), required=False)
    parent = LineField(
        label=gettext_lazy("Part of"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "account-names"}),
        help_text=gettext_lazy("The larger account that this one belongs to: its name, or your id of it."),
    )
    external_id = LineField(
        label=gettext_lazy("Your id"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("How your other systems know this account. Imports find the account by it."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, account: Account | None = None
    ) -> None:
        parent = account.parent if account else None
        super().__init__(
            data,
            definitions=definitions(workspace, of="account"),
            properties=account.properties if account else {},
            initial={**{name: getattr(account, name) for name in PLAIN}, "parent": parent.name if parent else ""}
            if account
            else {},
        )
        self._workspace, self._account, self._parent = workspace, account, parent
        self._offer("owner", members(workspace), _("Nobody"))
        self._offer("team", teams(workspace), _("None"))

    def clean_parent(self) -> Account | None:
        """Return the larger account that was named; the present one stays when its name was left alone."""
        text = self.cleaned_data["parent"]
        if self._parent is not None and text == line_of(self._parent.name):
            return self._parent
        found = named_account(self._workspace, text)
        if found is not None and self._account is not None and found.pk == self._account.pk:
            raise forms.ValidationError(_("An account cannot be a part of itself."))
        return found

    def _offer(self, name: str, rows: Any, nothing: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset, field.empty_label = rows, nothing
