"""How amounts of money are written, in the reader's language."""

from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_compact_currency, format_currency
from django.utils.translation import get_language

from kuule.ui.formats import MINUS, NOTHING, THIN_GAP, Number, is_number, rounded

# Nobody reads cents of so much.
WITHOUT_CENTS, COMPACT = 10_000, 1_000_000
WITHOUT_CENTS_OF_ESTIMATES = 100


def money(amount: Number | None, currency: str) -> str:
    """Return `€1,234.50` or `1 234,50 €`: no cents from 10,000 on, `€1.2M` from a million on; `–` without a figure."""
    return _written(amount, currency)


def exact_money(amount: Number | None, currency: str) -> str:
    """Return an amount with its cents, however large: for single lines of a ledger. `–` without a figure."""
    return _written(amount, currency, is_exact=True)


def rough_money(amount: Number | None, currency: str) -> str:
    """Return an estimate without cents from 100 on: nobody knows them. `–` without a figure."""
    if amount is not None and is_number(amount) and WITHOUT_CENTS_OF_ESTIMATES <= abs(amount) < WITHOUT_CENTS:
        whole = _whole(abs(rounded(amount)), currency, _locale(get_language() or "en"))
        return ((MINUS if amount < 0 else "") + whole).replace("\xa0", THIN_GAP)
    return _written(amount, currency)


def _written(amount: Number | None, currency: str, *, is_exact: bool = False) -> str:
    if amount is None or not is_number(amount):
        return NOTHING
    locale, cents = _locale(get_language() or "en"), rounded(amount, 2)
    size = abs(cents)
    if is_exact or size < WITHOUT_CENTS:
        words = format_currency(size, currency, locale=locale)
    elif size < COMPACT:
        words = _whole(rounded(size), currency, locale)
    else:
        words = format_compact_currency(size, currency, locale=locale, fraction_digits=1)
    return (MINUS if cents < 0 else "") + words.replace("\xa0", THIN_GAP)


def _whole(size: Decimal, currency: str, locale: Locale) -> str:
    pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(size, currency, pattern, locale, currency_digits=False)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
