"""What staff fill in about whole surveys."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.surveys.rules.content import clean_line
from kuule.surveys.rules.filing import MOST_BYTES
from kuule.surveys.selectors import STARTERS
from kuule.surveys.templatetags.surveys import starter_choice
from kuule.ui.clean import visible_text
from kuule.workspaces.rules import CUSTOMER, PEOPLE_GROUPS
from kuule.workspaces.templatetags.workspaces import people_group


class NamedForm(forms.Form):
    """How the company calls a survey. Customers never see the name."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("Only your own people see it.")
    )

    def clean_name(self) -> Any:
        """Return the name as one line without invisible characters."""
        name = clean_line(visible_text(self.cleaned_data["name"]))
        if not name:
            raise forms.ValidationError(_("Write a name with letters that can be seen."))
        return name


def group_choices() -> list[tuple[str, str]]:
    """Return the groups of people that a survey can ask."""
    return [(group, people_group(group)) for group in PEOPLE_GROUPS]


class SurveyForm(NamedForm):
    """A new survey: its name, the starter it begins as, and whom it asks."""

    starter = forms.ChoiceField(label=gettext_lazy("What it is about"), widget=forms.RadioSelect)
    group = forms.ChoiceField(
        label=gettext_lazy("Whom it asks"),
        choices=group_choices,
        initial=CUSTOMER,
        required=False,
        help_text=gettext_lazy(
            "Answers of each group are counted on their own, never with those of customers. Employee NPS is always "
            "for employees."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = self.fields["starter"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = [(starter, starter_choice(starter)) for starter in STARTERS]
        choices.initial = STARTERS[0]
        self.order_fields(["starter", "group", "name"])


class SettingsForm(NamedForm):
    """The name of a survey, whom it asks, and whether its answers are anonymous."""

    group = forms.ChoiceField(
        label=gettext_lazy("Whom it asks"),
        choices=group_choices,
        required=False,
        help_text=gettext_lazy("This can be decided only until the survey is opened for the first time."),
    )

    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Anonymous"),
        required=False,
        help_text=gettext_lazy(
            "No link is kept between a person and an answer, and results are shown only for groups that are large "
            "enough. This can be decided only until the survey is opened for the first time."
        ),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any],
        can_become_anonymous: bool,
        is_for_employees: bool = False,
    ) -> None:
        super().__init__(data, initial=dict(initial), auto_id="id_settings_%s")
        self.fields["is_anonymous"].disabled = not can_become_anonymous
        self.fields["group"].disabled = not can_become_anonymous or is_for_employees


class SurveyFileForm(forms.Form):
    """A survey as a file that Kuule has written."""

    file = forms.FileField(label=gettext_lazy("File"), widget=forms.FileInput(attrs={"accept": ".json"}))

    def contents(self) -> bytes:
        """Return what the file holds, cut just beyond what is allowed."""
        found: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        return found
