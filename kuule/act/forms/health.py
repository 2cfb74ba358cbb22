"""Where a company draws its own lines for the checks of its programme."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.act.checks import Check
from kuule.act.rules.health import POINTS, Line


class HealthLineForm(forms.Form):
    """From where on a check is good, and from where on something has to be done; both empty for the usual line."""

    good = forms.FloatField(label=gettext_lazy("Good from"), required=False)
    act = forms.FloatField(label=gettext_lazy("Time to act from"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, check: Check, line: Line) -> None:
        self._check = check
        shown = {name: round(getattr(line, name) * self.factor, 1) for name in ("good", "act")}
        super().__init__(data, initial=shown)
        self.fields["good"].help_text = self.fields["act"].help_text = (
            _("In points.") if check.unit == POINTS else _("In percent.")
        )

    @property
    def factor(self) -> float:
        """Return how many times a value is what is written."""
        return 1.0 if self._check.unit == POINTS else 100.0

    def clean(self) -> dict[str, Any]:
        """Complain about half a line."""
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("good") is None) != (cleaned.get("act") is None):
            raise forms.ValidationError(_("Fill in both, or leave both empty for the usual line."))
        return cleaned

    @property
    def line(self) -> Line | None:
        """Return the line that was drawn, None for the usual one."""
        good, act = self.cleaned_data["good"], self.cleaned_data["act"]
        return None if good is None else Line(good / self.factor, act / self.factor)
