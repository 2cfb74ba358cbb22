"""How many are asked: everybody, or as many as a margin of error needs."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.dispatch.rules.sampling import USUAL_MARGIN, Sample

EVERYBODY, AS_NEEDED = "everybody", "as_needed"
LEAST_MARGIN, MOST_MARGIN = 0.5, 50


def new_seed() -> str:
    """Return a seed by which nobody can tell who will be drawn."""
    return secrets.token_hex(8)


class SampleForm(forms.Form):
    """How many of the people who match are asked."""

    how_many = forms.ChoiceField(
        label=gettext_lazy("How many"),
        choices=[
            (EVERYBODY, gettext_lazy("Ask everybody")),
            (AS_NEEDED, gettext_lazy("Ask as many as needed for a margin of error")),
        ],
        widget=forms.RadioSelect,
        initial=EVERYBODY,
        required=False,
    )
    sample_margin = forms.FloatField(
        label=gettext_lazy("Margin of error, ± points"),
        min_value=LEAST_MARGIN,
        max_value=MOST_MARGIN,
        initial=USUAL_MARGIN,
        required=False,
        help_text=gettext_lazy("Drawn by chance. The score will be within so many points in 95 of 100 such rounds."),
    )
    sample_seed = forms.RegexField(r"[0-9a-f]{16}", required=False, widget=forms.HiddenInput)

    def clean_sample_margin(self) -> Any:
        """Return the margin; None for everybody. Whoever wants one has to say which."""
        if self.cleaned_data.get("how_many") != AS_NEEDED:
            return None
        if not self.cleaned_data["sample_margin"]:
            raise forms.ValidationError(_("Write how many points the score may be off."))
        return self.cleaned_data["sample_margin"]

    @property
    def sample(self) -> Sample | None:
        """Return the sample that is wanted, None for everybody."""
        margin = self.cleaned_data.get("sample_margin")
        return Sample(margin, self.cleaned_data.get("sample_seed") or new_seed()) if margin else None
