"""What of the money can be taken out as a file."""

from kuule.economics.exporters.rows import (
    CONTRACTS_EXPORT,
    EVENTS_EXPORT,
    LEDGER_EXPORT,
    contracts_export,
    events_export,
    ledger_export,
)

__all__ = [
    "CONTRACTS_EXPORT",
    "EVENTS_EXPORT",
    "LEDGER_EXPORT",
    "contracts_export",
    "events_export",
    "ledger_export",
]
