"""What is filled in to limit how often people are asked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.dispatch.channels import CHANNELS
from kuule.dispatch.rules.collectors import INTERVIEWER, WIDGET
from kuule.dispatch.rules.limits import ACCOUNT, PERSON
from kuule.dispatch.templatetags.dispatch import channel_word
from kuule.surveys.rules import FAMILIES
from kuule.surveys.templatetags.surveys import family_word

GAP, MOST = "gap", "most"
LONGEST_DAYS, MOST_ASKS = 3_660, 1_000
USUAL_RESERVE, LONGEST_RESERVE = 7, 60


class LimitForm(forms.Form):
    """A limit: days between two surveys, or so many surveys in so many days."""

    subject = forms.ChoiceField(
        label=gettext_lazy("Counted for"),
        choices=[(PERSON, gettext_lazy("each person")), (ACCOUNT, gettext_lazy("all people of an account together"))],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("The limit"),
        choices=[(GAP, gettext_lazy("Days between two surveys")), (MOST, gettext_lazy("Surveys in so many days"))],
        widget=forms.RadioSelect,
        initial=GAP,
    )
    most = forms.IntegerField(
        label=gettext_lazy("At most so many surveys"),
        min_value=1,
        max_value=MOST_ASKS,
        required=False,
        help_text=gettext_lazy("Only for “Surveys in so many days”."),
    )
    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=1, max_value=LONGEST_DAYS)
    family = forms.ChoiceField(label=gettext_lazy("Surveys"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self._choose("family", [(each, family_word(each)) for each in FAMILIES])
        channels = (*(each.kind for each in CHANNELS), WIDGET.key, INTERVIEWER)
        self._choose("channel", [(each, channel_word(each)) for each in channels])

    def clean_most(self) -> int | None:
        """Return how many; a limit on surveys in some days needs to say so."""
        most: int | None = self.cleaned_data["most"]
        if self.cleaned_data.get("kind") == MOST and most is None:
            raise forms.ValidationError(_("Write how many surveys at most."))
        return most

    def values(self) -> dict[str, Any]:
        """Return the limit as it is kept."""
        chosen = self.cleaned_data
        named = {name: chosen[name] for name in ("subject", "family", "channel")}
        if chosen["kind"] == GAP:
            return {**named, "min_days": chosen["days"]}
        return {**named, "most": chosen["most"], "period_days": chosen["days"]}

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("All")), *choices]


class PriorityForm(forms.Form):
    """Which family of surveys goes first, and how many days before a turn others wait."""

    family = forms.ChoiceField(label=gettext_lazy("Goes first"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Days before the turn"),
        min_value=1,
        max_value=LONGEST_RESERVE,
        initial=USUAL_RESERVE,
        help_text=gettext_lazy("So long before somebody’s turn in its programme other surveys leave them alone."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["family"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("None: whoever comes first")), *((each, family_word(each)) for each in FAMILIES)]
