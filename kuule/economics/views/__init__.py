"""The pages where people see what loyalty is worth, one function per address."""

from kuule.economics.views.earned_growth import earned_growth, earned_growth_rows
from kuule.economics.views.group_value import group_value, group_value_rows
from kuule.economics.views.merges import account_merge, account_merge_undo
from kuule.economics.views.money_in import money_in
from kuule.economics.views.multipliers import multiplier_rows, multipliers
from kuule.economics.views.rows import (
    contract_export,
    contract_list,
    event_export,
    event_list,
    ledger_export,
    ledger_list,
)
from kuule.economics.views.settings import money_settings_page, rate_delete, rate_list
from kuule.economics.views.value_segments import value_bands_keep, value_segment_rows, value_segments

__all__ = [
    "account_merge",
    "account_merge_undo",
    "contract_export",
    "contract_list",
    "earned_growth",
    "earned_growth_rows",
    "event_export",
    "event_list",
    "group_value",
    "group_value_rows",
    "ledger_export",
    "ledger_list",
    "money_in",
    "money_settings_page",
    "multiplier_rows",
    "multipliers",
    "rate_delete",
    "rate_list",
    "value_bands_keep",
    "value_segment_rows",
    "value_segments",
]
