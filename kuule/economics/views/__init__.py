"""The pages where people see what loyalty is worth."""

from kuule.economics.views.earned_growth import earned_growth, earned_growth_rows
from kuule.economics.views.executive import executive, executive_pdf
from kuule.economics.views.group_value import group_value, group_value_rows
from kuule.economics.views.loop import loop_list
from kuule.economics.views.multipliers import multiplier_rows, multipliers
from kuule.economics.views.renewal import renewal_page
from kuule.economics.views.renewals import renewals, renewals_export
from kuule.economics.views.value_segments import value_bands_keep, value_segment_rows, value_segments

__all__ = [
    "earned_growth",
    "earned_growth_rows",
    "executive",
    "executive_pdf",
    "group_value",
    "group_value_rows",
    "loop_list",
    "multiplier_rows",
    "multipliers",
    "renewal_page",
    "renewals",
    "renewals_export",
    "value_bands_keep",
    "value_segment_rows",
    "value_segments",
]
