"""What is filled in so that other systems hear what happens."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.connect.forms.webhooks import LONGEST_URL
from kuule.connect.rules.events import EVENTS
from kuule.connect.rules.outgoing import LONGEST_NAME
from kuule.connect.services.webhooks import WebhookPlan
from kuule.connect.templatetags.connect import event_words
from kuule.workspaces.rules import Refused


class WebhookPlanForm(forms.Form):
    """Where what happens is sent to, and what of it."""

    name = forms.CharField(label=gettext_lazy("What for"), max_length=LONGEST_NAME)
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://example.com/hooks", "autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(label=gettext_lazy("What is told"), widget=forms.CheckboxSelectMultiple)
    shows_personal = forms.BooleanField(
        label=gettext_lazy("With names, addresses and comments"),
        help_text=gettext_lazy("Without it the messages carry ids and scores alone."),
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["events"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type
        field.choices = [(each, event_words(each)) for each in EVENTS]

    @property
    def plan(self) -> WebhookPlan:
        """Return what was filled in."""
        return WebhookPlan(**self.cleaned_data)

    def refuse(self, refused: Refused) -> None:
        """Say what stands in the way."""
        field, words = {
            "not_an_address": ("url", _("An address begins with https:// and names a host, without a password.")),
            "no_events": ("events", _("Choose what is told.")),
        }[refused.code]
        self.add_error(field, words)
