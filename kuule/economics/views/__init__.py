"""The pages where people see what loyalty is worth."""

from kuule.economics.views.answering import answering_pays_page, answering_pays_rows
from kuule.economics.views.causes import causes_page
from kuule.economics.views.counting import figures_again
from kuule.economics.views.earned_growth import earned_growth, earned_growth_rows
from kuule.economics.views.effect_editing import effect_edit, effect_new
from kuule.economics.views.effects import effect_list, effect_page, effect_rows
from kuule.economics.views.executive import executive, executive_pdf
from kuule.economics.views.group_value import group_value, group_value_rows
from kuule.economics.views.loop import loop_list
from kuule.economics.views.merges import account_merge, account_merge_undo
from kuule.economics.views.message_links import message_link
from kuule.economics.views.message_tests import (
    message_preview,
    message_test_edit,
    message_test_end,
    message_test_list,
    message_test_new,
    message_test_page,
    message_test_rows,
    message_test_start,
)
from kuule.economics.views.money_in import money_in
from kuule.economics.views.multipliers import multiplier_rows, multipliers
from kuule.economics.views.renewal import renewal_page
from kuule.economics.views.renewals import renewals, renewals_export
from kuule.economics.views.rows import (
    contract_export,
    contract_list,
    event_export,
    event_list,
    ledger_export,
    ledger_list,
    origin_export,
    origin_list,
)
from kuule.economics.views.settings import money_settings_page, rate_delete, rate_list
from kuule.economics.views.value_segments import value_bands_keep, value_segment_rows, value_segments

__all__ = [
    "account_merge",
    "account_merge_undo",
    "answering_pays_page",
    "answering_pays_rows",
    "causes_page",
    "contract_export",
    "contract_list",
    "earned_growth",
    "earned_growth_rows",
    "effect_edit",
    "effect_list",
    "effect_new",
    "effect_page",
    "effect_rows",
    "event_export",
    "event_list",
    "executive",
    "executive_pdf",
    "figures_again",
    "group_value",
    "group_value_rows",
    "ledger_export",
    "ledger_list",
    "loop_list",
    "message_link",
    "message_preview",
    "message_test_edit",
    "message_test_end",
    "message_test_list",
    "message_test_new",
    "message_test_page",
    "message_test_rows",
    "message_test_start",
    "money_in",
    "money_settings_page",
    "multiplier_rows",
    "multipliers",
    "origin_export",
    "origin_list",
    "rate_delete",
    "rate_list",
    "renewal_page",
    "renewals",
    "renewals_export",
    "value_bands_keep",
    "value_segment_rows",
    "value_segments",
]
