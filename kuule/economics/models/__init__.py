"""Tables of this room."""

from kuule.economics.models.customers import AccountMerge, CustomerEvent, CustomerOrigin
from kuule.economics.models.money import Contract, ExchangeRate, LedgerEntry, MoneySettings
from kuule.economics.models.value import AnswerTold, ValueBands

__all__ = [
    "AccountMerge",
    "AnswerTold",
    "Contract",
    "CustomerEvent",
    "CustomerOrigin",
    "ExchangeRate",
    "LedgerEntry",
    "MoneySettings",
    "ValueBands",
]
