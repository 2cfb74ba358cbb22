"""What is filled in so that programs written for Delighted find their survey, and hear what happens."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.connect.channels.delighted import CREATED, DELIGHTED, UNSUBSCRIBED, UPDATED
from kuule.connect.selectors.projects import surveys_to_choose
from kuule.surveys.models import Survey
from kuule.workspaces.models import ApiKey, Workspace
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import live_keys

LONGEST_URL = 2_000


class ProjectForm(forms.Form):
    """Which survey a key means: the field is called as the key is."""

    survey = forms.ModelChoiceField(Survey.objects.none(), empty_label=None)

    def __init__(self, data: Mapping[str, Any] | None = None, *, key: ApiKey, **options: Any) -> None:
        super().__init__(data, prefix=f"key-{key.pk}", **options)
        _choose(self, "survey", surveys_to_choose(key.workspace))
        self.fields["survey"].label = f"{key.name} ({key.prefix}…)"


class WebhookForm(forms.Form):
    """Where what happens is sent to, and what of it."""

    key = forms.ModelChoiceField(
        ApiKey.objects.none(),
        label=gettext_lazy("API key"),
        empty_label=None,
        help_text=gettext_lazy("Its survey is told about, and it signs each message, as your programs expect."),
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://example.com/hooks", "autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What is told"),
        choices=[
            (CREATED, gettext_lazy("An answer is new")),
            (UPDATED, gettext_lazy("An answer changed")),
            (UNSUBSCRIBED, gettext_lazy("Somebody does not want to be asked any more")),
        ],
        initial=list(DELIGHTED.events),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        workspace: Workspace,
        keys: Collection[int],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        _choose(self, "key", live_keys(workspace).filter(pk__in=keys))

    def refuse(self, refused: Refused) -> None:
        """Say what stands in the way."""
        sentences = {
            "not_an_address": ("url", _("An address begins with https:// and names a host, without a password.")),
            "key_cannot_sign": ("key", _("This key cannot sign. Make one that may use the Delighted-compatible API.")),
            "no_events": ("events", _("Choose what is told.")),
        }
        field, words = sentences[refused.code]
        self.add_error(field, words)


def _choose(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
    field.queryset = rows
