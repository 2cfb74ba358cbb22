"""What a person chooses for a whole file."""

import phonenumbers
from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules.moments import DAY_FIRST, MONTH_FIRST


def country_field() -> forms.ChoiceField:
    """Return the choice of a country for phone numbers that do not name theirs."""
    return forms.ChoiceField(
        label=_("Phone numbers without a country code are from"),
        choices=_countries,
        required=False,
        help_text=_("Such numbers are kept as they are written if you choose no country."),
    )


def order_field() -> forms.ChoiceField:
    """Return the choice of what comes first in dates that are two days, depending on it."""
    orders = (
        ("", _("not said: such dates are kept out")),
        (DAY_FIRST, _("the day comes first")),
        (MONTH_FIRST, _("the month comes first")),
    )
    return forms.ChoiceField(label=_("In dates such as 3/4/2026"), choices=orders, required=False)


def _countries() -> list[tuple[str, str]]:
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    known = [(code, names.get(code, code)) for code in phonenumbers.SUPPORTED_REGIONS]
    return [("", str(_("no country chosen"))), *sorted(known, key=lambda each: each[1].casefold())]
