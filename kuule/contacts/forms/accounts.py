"""What is known of a customer company."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.contacts.forms.fields import LineField
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
    external_id = LineField(
        label=gettext_lazy("Your id"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("How your other systems know this account. Imports find the account by it."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, account: Account | None = None
    ) -> None:
        super().__init__(
            data,
            definitions=definitions(workspace, of="account"),
            properties=account.properties if account else {},
            initial={name: getattr(account, name) for name in PLAIN} if account else {},
        )
        self._offer("owner", members(workspace), _("Nobody"))
        self._offer("team", teams(workspace), _("None"))

    def _offer(self, name: str, rows: Any, nothing: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset, field.empty_label = rows, nothing
