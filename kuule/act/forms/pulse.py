"""What is filled in to ask a team about itself, and what its members answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.act.models import Pulse
from kuule.act.rules.pulse import (
    LONGEST_QUESTION,
    LONGEST_WORDS,
    MOST_DAYS,
    MOST_QUESTIONS,
    MOST_TEAM_DAYS,
    OWN,
    READY,
    RECOMMEND,
    SCORES,
    USUAL_DAYS,
    USUAL_TEAM_DAYS,
    VOICE,
)
from kuule.act.services.pulse import PulseSettings
from kuule.act.templatetags.pulses import question_words
from kuule.workspaces.models import Team


class PulseForm(forms.Form):
    """Whom to ask what, and who sees it when."""

    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"), empty_label=None)
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Questions"),
        required=False,
        initial=[RECOMMEND, VOICE],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each is answered from 0, not at all, to 10, wholly. Three at most."),
    )
    own_question = forms.CharField(
        label=gettext_lazy("A question of your own"), required=False, max_length=LONGEST_QUESTION
    )
    asks_words = forms.BooleanField(
        label=gettext_lazy("Ask for words too"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Words are shown from more answers on than figures, in an order that tells nothing."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days to answer"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )
    team_days = forms.IntegerField(
        label=gettext_lazy("Days that the team has the results to itself"),
        min_value=1,
        max_value=MOST_TEAM_DAYS,
        initial=USUAL_TEAM_DAYS,
        help_text=gettext_lazy("Then the managers of the team see them too. Nobody else ever does."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, teams: Sequence[Team]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["team"].queryset = Team.objects.filter(pk__in=[each.pk for each in teams]).order_by("name")
        fields["questions"].choices = [(key, question_words(key)) for key in READY]

    def clean(self) -> dict[str, Any]:
        """Say that one to three questions are asked."""
        cleaned: dict[str, Any] = super().clean() or {}
        asked = len(cleaned.get("questions", ())) + bool(cleaned.get("own_question"))
        if not 0 < asked <= MOST_QUESTIONS and "questions" not in self.errors:
            self.add_error("questions", _("Choose one to three questions, your own counted."))
        return cleaned

    @property
    def settings(self) -> PulseSettings:
        """Return what was filled in."""
        filled = self.cleaned_data
        own = filled["own_question"].strip()
        return PulseSettings(
            questions=[*filled["questions"], *([OWN] if own else [])],
            own_question=own,
            asks_words=filled["asks_words"],
            days=filled["days"],
            team_days=filled["team_days"],
        )


class PulseAnswerForm(forms.Form):
    """What one member says: a score for each question, any of which can be left out, and words."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, pulse: Pulse) -> None:
        super().__init__(data)
        for key in pulse.questions:
            self.fields[key] = forms.TypedChoiceField(
                label=pulse.own_question if key == OWN else question_words(key),
                choices=[(score, str(score)) for score in SCORES],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "scores"}),
            )
        if pulse.asks_words:
            self.fields["words"] = forms.CharField(
                label=_("What should your team talk about?"),
                required=False,
                max_length=LONGEST_WORDS,
                help_text=_("Leave out names and stories by which others know you."),
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def score_fields(self) -> list[forms.BoundField]:
        """Return the questions that are answered by a score."""
        return [field for field in self if field.name != "words"]

    @property
    def words_field(self) -> forms.BoundField | None:
        """Return the field for words, None where none are asked for."""
        return self["words"] if "words" in self.fields else None

    @property
    def scores(self) -> dict[str, int]:
        """Return the scores that were given, by question."""
        return {key: score for key, score in self.cleaned_data.items() if key != "words" and score is not None}

    @property
    def words(self) -> str:
        """Return the words."""
        return str(self.cleaned_data.get("words", ""))
