"""Notes on answers, questions about them, and decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.responses.rules import PERSON, SCANNER
from kuule.responses.services.notes import LONGEST_NOTE
from kuule.responses.services.reviews import LONGEST_REASON
from kuule.surveys.question_types.scales import points_of

AS_IT_IS = "as_it_is"


class NoteForm(forms.Form):
    """What somebody writes beside an answer."""

    text = forms.CharField(
        label=gettext_lazy("New note"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


class QuestionForm(forms.Form):
    """Why somebody else should look at an answer."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "Whoever decides reads this and does not see the score. So write what you know, and not the score you want."
        ),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecisionForm(forms.Form):
    """A decision, and a word about it if there is one to say."""

    note = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class VerdictForm(DecisionForm):
    """Whether a person gave an answer."""

    field_order = ("outcome", "note")

    outcome = forms.ChoiceField(label=gettext_lazy("Your decision"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (PERSON, _("A person gave it: count it")),
            (SCANNER, _("No person gave it: do not count it")),
        ]


class ScoreForm(DecisionForm):
    """Which score was meant."""

    field_order = ("score", "note")

    score = forms.ChoiceField(label=gettext_lazy("The score that was meant"))

    def __init__(self, *args: Any, scale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = [(str(point), str(point)) for point in points_of(scale)]
        self.fields["score"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *points,
            (AS_IT_IS, _("Leave the score as it is")),
        ]

    @property
    def meant(self) -> int | None:
        """Return the score that was chosen, None to leave it as it is. The form must be valid."""
        chosen = self.cleaned_data["score"]
        return None if chosen == AS_IT_IS else int(chosen)
