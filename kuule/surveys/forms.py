"""What staff fill in about surveys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuule.ui.clean import visible_text


class SurveyForm(forms.Form):
    """A new survey: how the company calls it. Customers never see the name."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Only your own people see it."))

    def clean_name(self) -> Any:
        """Return the name as one line without invisible characters."""
        name = " ".join(visible_text(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(_("Write a name with letters that can be seen."))
        return name
