"""How amounts of money are written, in the reader's language."""

import re
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_compact_currency, format_currency
from django.utils.translation import get_language

from kuule.ui.formats import MINUS, NOTHING, THIN_GAP, Number, is_number, rounded

# Nobody reads cents of so much.
WITHOUT_CENTS, COMPACT = 10_000, 1_000_000
# A line may break between a minus and a sign such as €, unless they are joined.
WORD_JOINER = "\u2060"
# A code such as SEK in front of a figure needs a gap, which a sign such as € does not.
_LETTERS_FIRST = re.compile(r"^([A-Z]{3})(?=\d)")
WITHOUT_CENTS_OF_ESTIMATES = 100


def money(amount: Number | None, currency: str) -> str:
    """Return `€1,234.50` or `1 234,50 €`: no cents from 10,000 on, `€1.2M` from a million on; `–` without a figure."""
    return _written(amount, currency)


def exact_money(amount: Number | None, currency: str) -> str:
    """Return an amount with its cents, however large: for single lines of a ledger. `–` without a figure."""
    return _written(amount, currency, is_exact=True)


def rough_money(amount: Number | None, currency: str) -> str:
    """Return an estimate without cents from 100 on, as `money` writes large amounts: nobody knows them."""
    return _written(amount, currency, cents_below=WITHOUT_CENTS_OF_ESTIMATES if amount else 0)


def _written(amount: Number | None, currency: str, *, is_exact: bool = False, cents_below: int = WITHOUT_CENTS) -> str:
    if amount is None or not is_number(amount):
        return NOTHING
    locale, cents = _locale(get_language() or "en"), rounded(amount, 2)
    size = abs(cents)
    if is_exact or size < cents_below:
        words = format_currency(size, currency, locale=locale)
    elif size < COMPACT:
        words = _whole(rounded(size), currency, locale)
    else:
        words = format_compact_currency(size, currency, locale=locale, fraction_digits=1)
    sign = MINUS if words[0].isdigit() else MINUS + WORD_JOINER
    return (sign if cents < 0 else "") + _LETTERS_FIRST.sub(rf"\1{THIN_GAP}", words.replace("\xa0", THIN_GAP))


def _whole(size: Decimal, currency: str, locale: Locale) -> str:
    pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(size, currency, pattern, locale, currency_digits=False)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
