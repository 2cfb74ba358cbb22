"""What a person chooses for a whole file."""

import phonenumbers
from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def country_field() -> forms.ChoiceField:
    """Return the choice of a country for phone numbers that do not name theirs."""
    return forms.ChoiceField(
        label=_("Phone numbers without a country code are from"),
        choices=_countries,
        required=False,
        help_text=_("Such numbers are kept as they are written if you choose no country."),
    )


def _countries() -> list[tuple[str, str]]:
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    known = [(code, names.get(code, code)) for code in phonenumbers.SUPPORTED_REGIONS]
    return [("", str(_("no country chosen"))), *sorted(known, key=lambda each: each[1].casefold())]
