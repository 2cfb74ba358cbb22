"""How many customers somebody thinks could be won over."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.economics.answers.what_if import STEPS

LONGEST, WHOLE = 12, 100
_NUMBER = re.compile(r"(\d{1,9}(?:[.,]\d{1,2})?)\s*(%?)")


class WhatIfForm(forms.Form):
    """So many customers, or such a share of them, in the better group."""

    step = forms.ChoiceField(
        label=gettext_lazy("Who moves up a group"),
        choices=[
            ("detractors", gettext_lazy("Detractors")),
            ("passives", gettext_lazy("Passives")),
        ],
    )
    many = forms.CharField(
        label=gettext_lazy("How many"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked if asked.get("many") else None, initial={"step": next(iter(STEPS)), "many": "10 %"})

    def clean_many(self) -> tuple[float, bool]:
        """Return the number, and whether it is a share between 0 and 1."""
        found = _NUMBER.fullmatch(self.cleaned_data["many"].replace("\u202f", " ").replace("\xa0", " ").strip())
        if found is None:
            raise forms.ValidationError(_("Write a number such as 40, or a share such as 10 %."))
        number, is_share = float(found[1].replace(",", ".")), bool(found[2])
        if is_share and number > WHOLE:
            raise forms.ValidationError(_("A share cannot be more than 100 %."))
        return (number / WHOLE, True) if is_share else (number, False)
