"""How a company counts its money, and its exchange rates by hand."""

from decimal import Decimal
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from kuule.economics.importers.cells import is_currency
from kuule.economics.models import MoneySettings
from kuule.economics.rules.told import RateTold

PERCENT = Decimal(100)
# Offered first; any other code of ISO 4217 can be written.
USUAL = ("EUR", "USD", "GBP", "SEK", "NOK", "DKK", "CHF", "PLN", "JPY", "CAD", "AUD")
_SHARES = ("discount", "margin_share", "hearer_loss")


class CurrencyField(forms.CharField):
    """The code of a currency."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": "currencies", "autocomplete": "off", "size": 6})
        super().__init__(max_length=3, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """Return the code in capitals."""
        code = str(super().clean(value)).upper()
        if code and not is_currency(code):
            raise forms.ValidationError(_("No currency has this code. Write three letters, such as EUR."))
        return code


class MoneySettingsForm(forms.Form):
    """How a company counts its money. Shares are written in percent."""

    currency = CurrencyField(
        label=gettext_lazy("Currency of all figures"),
        help_text=gettext_lazy("Amounts in other currencies are converted by the rate of their day."),
    )
    discount = forms.DecimalField(
        label=gettext_lazy("Discount rate, % a year"),
        min_value=0,
        max_value=Decimal("99.99"),
        decimal_places=2,
        help_text=gettext_lazy("How much less money of next year is worth than money of today."),
    )
    horizon_years = forms.IntegerField(
        label=gettext_lazy("Years that a lifetime is looked at"),
        min_value=1,
        max_value=30,
        help_text=gettext_lazy("The value of a customer counts this many years from today, never forever."),
    )
    margin_share = forms.DecimalField(
        label=gettext_lazy("Usual margin, % of revenue"),
        required=False,
        min_value=Decimal(-100),
        max_value=100,
        decimal_places=2,
        help_text=gettext_lazy("For lines that do not say their margin. Empty: such lines have none."),
    )
    silent_days = forms.IntegerField(
        label=gettext_lazy("Days of silence after which a customer counts as gone"),
        min_value=1,
        max_value=3650,
        help_text=gettext_lazy("Only for customers without a contract: gone from their last purchase on."),
    )
    hearers = forms.DecimalField(
        label=gettext_lazy("People who hear of one disappointment"),
        required=False,
        min_value=0,
        max_value=Decimal("9999.99"),
        decimal_places=2,
        help_text=gettext_lazy("Your own estimate. Empty: what detractors say to others is not counted."),
    )
    hearer_loss = forms.DecimalField(
        label=gettext_lazy("Of those who hear of it, % who would have become customers"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=3,
        help_text=gettext_lazy("Your own estimate, usually far below 1 %."),
    )

    def __init__(self, data: Any, *, settings: MoneySettings) -> None:
        initial = {name: getattr(settings, name) for name in self.base_fields}
        shares = {name: _in_percent(initial[name]) for name in _SHARES}
        super().__init__(data, initial={**initial, **shares})

    @property
    def changes(self) -> dict[str, Any]:
        """Return what was filled in, shares between 0 and 1."""
        told = dict(self.cleaned_data)
        return {**told, **{name: None if told[name] is None else told[name] / PERCENT for name in _SHARES}}


class RateForm(forms.Form):
    """One exchange rate."""

    currency = CurrencyField(label=gettext_lazy("One unit of"))
    rate = forms.DecimalField(
        label=pgettext_lazy("exchange rate", "Costs"), max_digits=20, decimal_places=10, min_value=Decimal("1e-10")
    )
    day = forms.DateField(
        label=gettext_lazy("From the day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any, *, own: str) -> None:
        super().__init__(data)
        self._own = own
        self.fields["rate"].help_text = _("In %(currency)s, such as 0.085.") % {"currency": own}

    def clean_currency(self) -> str:
        """Return the currency, which is not the company's own."""
        code = str(self.cleaned_data["currency"])
        if code == self._own:
            raise forms.ValidationError(_("That is the currency of all figures. Choose another one."))
        return code

    @property
    def told(self) -> RateTold:
        """Return the rate."""
        return RateTold(self.cleaned_data["currency"], self.cleaned_data["day"], self.cleaned_data["rate"])


def currency_names() -> list[tuple[str, str]]:
    """Return the usual currencies with their names in the reader's language."""
    names = Locale.parse(get_language() or "en", sep="-").currencies
    return [(code, names.get(code, code)) for code in USUAL]


def _in_percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else (share * PERCENT).normalize() + 0
