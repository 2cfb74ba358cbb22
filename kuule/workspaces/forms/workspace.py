"""Settings of a workspace."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kuule.workspaces.forms.fields import AddressField, LineField, survey_languages, time_zones
from kuule.workspaces.models import Workspace

LONGEST_PAUSE_DAYS = 730
LONGEST_LINK_DAYS = 365

Card = tuple[str | Promise, list[forms.BoundField]]
CARDS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (gettext_lazy("Company"), ("name", "language", "timezone")),
    (gettext_lazy("How often we ask"), ("quarantine_days", "invitation_days")),
    (gettext_lazy("Survey mails"), ("sender_name", "sender_email", "postal_address")),
)


class WorkspaceForm(forms.ModelForm[Workspace]):
    """How this workspace asks its customers."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=survey_languages,
        help_text=gettext_lazy("Surveys use it for people whose own language is not known."),
    )
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=time_zones, help_text=gettext_lazy("Days and weeks begin by it.")
    )
    quarantine_days = forms.IntegerField(
        label=gettext_lazy("Days between two surveys to the same person"),
        help_text=gettext_lazy("No one is asked more often than this."),
        validators=[MinValueValidator(0), MaxValueValidator(LONGEST_PAUSE_DAYS)],
        widget=forms.NumberInput(attrs={"min": 0, "max": LONGEST_PAUSE_DAYS, "inputmode": "numeric"}),
    )
    invitation_days = forms.IntegerField(
        label=gettext_lazy("Days a survey link stays open"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LINK_DAYS)],
        widget=forms.NumberInput(attrs={"min": 1, "max": LONGEST_LINK_DAYS, "inputmode": "numeric"}),
    )

    class Meta:
        model = Workspace
        fields = (
            "name",
            "language",
            "timezone",
            "quarantine_days",
            "invitation_days",
            "sender_name",
            "sender_email",
            "postal_address",
        )
        field_classes = {
            "name": LineField,
            "sender_name": LineField,
            "sender_email": AddressField,
            "postal_address": LineField,
        }
        help_texts = {
            "sender_name": gettext_lazy("Left empty, mails come from the company name."),
            "sender_email": gettext_lazy("Answers to survey mails arrive here."),
        }

    def cards(self) -> list[Card]:
        """Return the fields in groups, each with its heading."""
        return [(heading, [self[name] for name in names]) for heading, names in CARDS]

    def facts(self) -> list[tuple[str, Any]]:
        """Return what is set, for those who may only read: a label and a value each."""
        return [(str(field.label), self._shown(field)) for field in self]

    def _shown(self, field: forms.BoundField) -> Any:
        value = field.initial
        if field.name == "language":
            return dict(survey_languages()).get(value, value)
        return value
