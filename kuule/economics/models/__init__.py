"""Tables of this room."""

from kuule.economics.models.customers import AccountMerge, CustomerEvent, CustomerOrigin
from kuule.economics.models.effects import MessageShown, MessageTest, TreatedAccount, Treatment, TreatmentChange
from kuule.economics.models.money import Contract, ExchangeRate, LedgerEntry, MoneySettings

__all__ = [
    "AccountMerge",
    "Contract",
    "CustomerEvent",
    "CustomerOrigin",
    "ExchangeRate",
    "LedgerEntry",
    "MessageShown",
    "MessageTest",
    "MoneySettings",
    "TreatedAccount",
    "Treatment",
    "TreatmentChange",
]
