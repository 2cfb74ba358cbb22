"""The pages of this room, one function per address."""

from kuule.economics.views.merges import account_merge, account_merge_undo
from kuule.economics.views.money_in import money_in
from kuule.economics.views.rows import (
    contract_export,
    contract_list,
    event_export,
    event_list,
    ledger_export,
    ledger_list,
)
from kuule.economics.views.settings import money_settings_page, rate_delete, rate_list

__all__ = [
    "account_merge",
    "account_merge_undo",
    "contract_export",
    "contract_list",
    "event_export",
    "event_list",
    "ledger_export",
    "ledger_list",
    "money_in",
    "money_settings_page",
    "rate_delete",
    "rate_list",
]
