"""What is filled in to send a wave."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.dispatch.forms.audience import AUDIENCE, AudienceForm, one_line
from kuule.dispatch.forms.sampling import SampleForm
from kuule.surveys.models import Survey
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.selectors import surveys_of
from kuule.surveys.services.gates import GateClosed
from kuule.surveys.templatetags.gates import gate_words
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Refused

NOW, LATER = "now", "later"


class WaveForm(SampleForm, AudienceForm):
    """A wave: which survey, to whom, and when."""

    survey = forms.ModelChoiceField(Survey.objects.none(), label=gettext_lazy("Survey"), empty_label=None)
    name = forms.CharField(
        label=gettext_lazy("Name of this wave"),
        max_length=200,
        help_text=gettext_lazy("Only your colleagues see it."),
    )
    when = forms.ChoiceField(
        label=gettext_lazy("The survey goes out"),
        choices=[(NOW, gettext_lazy("Now")), (LATER, gettext_lazy("Later"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    due_at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, **options: Any) -> None:
        super().__init__(data, workspace=workspace, **options)
        self._fill("survey", surveys_of(workspace).filter(state=PUBLISHED))
        self.fields["due_at"].help_text = _("Time zone: %(name)s") % {"name": workspace.timezone}

    def clean_name(self) -> str:
        """Return the name as one visible line."""
        return one_line(self.fields["name"], self.cleaned_data["name"])

    def clean_due_at(self) -> datetime | None:
        """Return the moment; whoever chose “later” has to say when."""
        due_at: datetime | None = self.cleaned_data["due_at"]
        if self.cleaned_data.get("when") == LATER and due_at is None:
            raise forms.ValidationError(_("Choose the day and time when the survey goes out."))
        return due_at

    @property
    def chosen_survey(self) -> Survey | None:
        """Return the survey that was chosen, or None."""
        return None if "survey" in self.errors else self.cleaned_data["survey"]

    def due_or(self, now: datetime) -> datetime:
        """Return when the wave is due: the chosen moment, else `now`."""
        due_at: datetime | None = self.cleaned_data.get("due_at")
        return due_at if due_at is not None and self.cleaned_data.get("when") == LATER else now

    def forget_errors(self) -> None:
        """Drop complaints about what is not about people: somebody only wants to see who would be asked."""
        for name in set(self.errors) - {"survey", "sample_margin", *AUDIENCE}:
            del self.errors[name]

    def refuse(self, refused: Refused) -> None:
        """Show why a wave could not be scheduled at the field that can mend it."""
        if isinstance(refused, GateClosed):
            self.add_error(None, gate_words(refused))
            return
        field, words = {
            "survey_not_published": ("survey", _("This survey is not published. Publish it first.")),
            "due_in_the_past": ("due_at", _("This moment has passed. Choose one that is still to come.")),
            "nobody_matches": (None, _("Nobody matches this choice. Choose a wider group of people.")),
            "too_few_for_anonymous": (
                None,
                _(
                    "This survey is anonymous. Fewer than %(least)s people would be asked, "
                    "and each could be recognised. Choose a wider group."
                )
                % {"least": refused.params.get("least", "")},
            ),
        }[refused.code]
        self.add_error(field, words)


def name_of_month(now: datetime) -> str:
    """Return the name that a wave begun at `now` is given unless somebody thinks of a better one."""
    return date_format(now, "F Y")
