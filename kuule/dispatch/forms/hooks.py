"""What is filled in so that another system can tell what happened."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.services.intake import MOST_PROPERTIES, is_property_key
from kuule.dispatch.models import InboundHook
from kuule.dispatch.rules.hook_mapping import FIELDS, GITHUB, LIST, PROPERTIES, STANDARD, is_path
from kuule.dispatch.selectors.occurrences import touchpoints_to_tell_of
from kuule.lib.bodies import UnreadableBodyError, json_of
from kuule.surveys.models import Touchpoint
from kuule.ui.clean import visible_text
from kuule.workspaces.models import Workspace

LONGEST_SAMPLE = 100_000


class PathField(forms.CharField):
    """Where a field stands in the message of another system."""

    def __init__(self, label: Any, *, required: bool = False) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=200,
            widget=forms.TextInput(attrs={"list": "paths", "autocomplete": "off", "spellcheck": "false"}),
        )

    def clean(self, value: Any) -> str:
        """Return the path. Refuses what cannot be one."""
        path = str(super().clean(value))
        if path and not is_path(path):
            raise forms.ValidationError(_("A path is made of names with dots between: data.customer.email"))
        return path


class HookForm(forms.Form):
    """A hook: whose messages it takes, of which touchpoint, and what stands where in them."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("Such as the system that tells.")
    )
    touchpoint = forms.ModelChoiceField(Touchpoint.objects.none(), label=gettext_lazy("Touchpoint"), empty_label=None)
    signature = forms.ChoiceField(
        label=gettext_lazy("How messages are signed"),
        choices=[
            (GITHUB, gettext_lazy("Header X-Signature-256, as GitHub does it")),
            (STANDARD, gettext_lazy("Headers webhook-id, webhook-timestamp and webhook-signature (Standard Webhooks)")),
        ],
        widget=forms.RadioSelect,
        initial=GITHUB,
    )
    sample = forms.CharField(
        label=gettext_lazy("A message to try it with"),
        required=False,
        max_length=LONGEST_SAMPLE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "code"}),
        help_text=gettext_lazy("Paste one as the other system sends it. Nothing of it is recorded."),
    )
    items = PathField(gettext_lazy("List of what happened"))
    id = PathField(gettext_lazy("Id of what happened"), required=True)
    happened_at = PathField(gettext_lazy("When it happened"))
    person_id = PathField(gettext_lazy("Your id of the person"))
    person_email = PathField(gettext_lazy("E-mail of the person"))
    person_name = PathField(gettext_lazy("Name of the person"))
    person_language = PathField(gettext_lazy("Language of the person"))
    account_id = PathField(gettext_lazy("Your id of the account"))
    account_name = PathField(gettext_lazy("Name of the account"))
    properties = forms.CharField(
        label=gettext_lazy("Properties of what happened"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "class": "code"}),
        help_text=gettext_lazy("One on each line, such as: amount = order.total"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, hook: InboundHook | None = None
    ) -> None:
        """Offer the touchpoints of a workspace; begin with what a hook has. How it is signed stays."""
        super().__init__(data, initial=_begin(hook) if hook else None)
        self.fields["touchpoint"].queryset = touchpoints_to_tell_of(workspace)  # type: ignore[attr-defined]
        if hook is not None:
            del self.fields["signature"]

    def clean_name(self) -> str:
        """Return the name without what nobody can see. Refuses one of which nothing is left."""
        name = " ".join(visible_text(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(_("Give the hook a name."))
        return name

    def clean_sample(self) -> str:
        """Return the message. Refuses what is no JSON."""
        text = str(self.cleaned_data["sample"]).strip()
        try:
            self.message = json_of(text.encode()) if text else None
        except (UnreadableBodyError, UnicodeEncodeError) as error:
            raise forms.ValidationError(
                _("This is not JSON. Paste the message from its first bracket to its last.")
            ) from error
        return text

    def clean_properties(self) -> dict[str, str]:
        """Return the path of each property by its name."""
        found: dict[str, str] = {}
        for line in str(self.cleaned_data["properties"]).splitlines():
            name, is_pair, path = (part.strip() for part in line.partition("="))
            if not line.strip():
                continue
            if not is_pair or not is_property_key(name) or not is_path(path):
                raise forms.ValidationError(
                    _("“%(line)s” is not a property. Write a name of letters and digits, =, and a path.")
                    % {"line": visible_text(line[:60])}
                )
            found[name] = path
        if len(found) > MOST_PROPERTIES:
            raise forms.ValidationError(_("At most %(detail)s properties fit.") % {"detail": MOST_PROPERTIES})
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for something that persons are known by."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("person_id") and not cleaned.get("person_email"):
            self.add_error("person_email", _("Where does the e-mail or your id of the person stand? One is needed."))
        return cleaned

    @property
    def mapping(self) -> dict[str, Any]:
        """Return what stands where, as the hook keeps it."""
        paths = {field: self.cleaned_data.get(_name_of(field), "") for field in (LIST, *FIELDS)}
        return {
            **{field: path for field, path in paths.items() if path},
            PROPERTIES: self.cleaned_data.get("properties", {}),
        }


def _name_of(field: str) -> str:
    return field.replace(".", "_")


def _begin(hook: InboundHook) -> dict[str, Any]:
    pairs = hook.mapping.get(PROPERTIES, {}).items()
    return {
        "name": hook.name,
        "touchpoint": hook.touchpoint_id,
        "sample": hook.sample,
        **{_name_of(field): hook.mapping.get(field, "") for field in (LIST, *FIELDS)},
        PROPERTIES: "\n".join(f"{name} = {path}" for name, path in pairs),
    }
