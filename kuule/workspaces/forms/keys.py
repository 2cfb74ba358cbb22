"""API keys: what they are for, what they may do, and until when."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy

from kuule.workspaces.forms.fields import LineField
from kuule.workspaces.rules import SCOPES
from kuule.workspaces.templatetags.workspaces import scope_name

_PERIODS = (
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("A year")),
    ("", gettext_lazy("Until somebody revokes it")),
)


def _scopes() -> list[tuple[str, str]]:
    return [(scope, scope_name(scope)) for scope in SCOPES]


class KeyForm(forms.Form):
    """What an API key is for, what it may do, and for how long."""

    name = LineField(
        label=gettext_lazy("What the key is for"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": gettext_lazy("For example: CRM")}),
    )
    days = forms.ChoiceField(label=gettext_lazy("How long it works"), choices=_PERIODS, required=False, initial="365")
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=_scopes,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def expiry(self, now: datetime) -> datetime | None:
        """Return when the key stops working, or None."""
        days = self.cleaned_data["days"]
        return now + timedelta(days=int(days)) if days else None
