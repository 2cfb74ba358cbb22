"""What became of a call."""

from django import forms

from kuule.dispatch.rules.care import OUTCOMES
from kuule.surveys.rules.content import clean_body

LONGEST_NOTE = 2_000


class CallForm(forms.Form):
    """The outcome, by the button that was pressed, and a note."""

    outcome = forms.ChoiceField(choices=[(each, each) for each in OUTCOMES])
    note = forms.CharField(max_length=LONGEST_NOTE, required=False)

    def clean_note(self) -> str:
        """Return the note without invisible characters."""
        return clean_body(self.cleaned_data["note"])
