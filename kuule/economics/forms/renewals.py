"""Which renewals a page shows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.selectors import members, teams


class RenewalFilterForm(forms.Form):
    """Whose contracts are looked at, and in which month they end."""

    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"), required=False)
    owner = forms.ModelChoiceField(Member.objects.none(), label=pgettext_lazy("account", "Owner"), required=False)
    month = forms.ChoiceField(label=gettext_lazy("Ends in"), required=False)

    def __init__(self, data: Mapping[str, Any], *, workspace: Workspace, months: Sequence[date]) -> None:
        super().__init__(data)
        for name, rows in (("team", teams(workspace)), ("owner", members(workspace))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
            field.queryset, field.empty_label = rows, _("All")
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = [("", _("All")), *((month_key(each), date_format(each, "F Y")) for each in months)]

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything is asked."""
        return any(self._chosen.values())

    @property
    def team_id(self) -> int | None:
        """Return the team that is asked for."""
        return self._chosen["team"].pk if self._chosen.get("team") else None

    @property
    def owner_id(self) -> int | None:
        """Return the owner that is asked for."""
        return self._chosen["owner"].pk if self._chosen.get("owner") else None

    @property
    def month_asked(self) -> str:
        """Return the month that is asked for, as `month_key` writes it, or ""."""
        return str(self._chosen.get("month") or "")

    @property
    def _chosen(self) -> Mapping[str, Any]:
        return self.cleaned_data if hasattr(self, "cleaned_data") else {}


def month_key(day: date) -> str:
    """Return the month of a day as an address carries it."""
    return f"{day:%Y-%m}"
