"""What of the money can be taken out as a file."""

from kuule.economics.exporters.rows import (
    CONTRACTS_EXPORT,
    EVENTS_EXPORT,
    LEDGER_EXPORT,
    ORIGINS_EXPORT,
    contracts_export,
    events_export,
    ledger_export,
    origins_export,
)

__all__ = [
    "CONTRACTS_EXPORT",
    "EVENTS_EXPORT",
    "LEDGER_EXPORT",
    "ORIGINS_EXPORT",
    "contracts_export",
    "events_export",
    "ledger_export",
    "origins_export",
]
