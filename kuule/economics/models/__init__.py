"""Tables of this room."""

from kuule.economics.models.customers import AccountMerge, CustomerEvent, CustomerOrigin
from kuule.economics.models.effects import MessageShown, MessageTest, TreatedAccount, Treatment, TreatmentChange
from kuule.economics.models.money import Contract, ExchangeRate, LedgerEntry, MoneySettings
from kuule.economics.models.value import AnswerTold, KeptFigures, ValueBands

__all__ = [
    "AccountMerge",
    "AnswerTold",
    "Contract",
    "CustomerEvent",
    "CustomerOrigin",
    "ExchangeRate",
    "KeptFigures",
    "LedgerEntry",
    "MessageShown",
    "MessageTest",
    "MoneySettings",
    "TreatedAccount",
    "Treatment",
    "TreatmentChange",
    "ValueBands",
]
