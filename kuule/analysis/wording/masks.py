"""Quotes as they may be shown: a mark stands in place of personal data."""

from __future__ import annotations

from collections.abc import Callable

from kuule.analysis.results import Quote
from kuule.analysis.wording.words import gettext_noop as _
from kuule.text.masking import Personal, masked

MARKS: dict[Personal, str] = {
    Personal.EMAIL: _("[e-mail]"),
    Personal.URL: _("[link]"),
    Personal.IBAN: _("[bank account]"),
    Personal.IDENTITY_CODE: _("[personal identity code]"),
    Personal.CARD: _("[payment card]"),
    Personal.PHONE: _("[phone]"),
    Personal.NAME: _("[name]"),
}


def quoted(quote: Quote, *, translated: Callable[[str], str] = str) -> str:
    """Return the text of a quote without personal data; `translated` turns the marks into another language."""
    return masked(quote.text, quote.personal, {kind: translated(mark) for kind, mark in MARKS.items()})
