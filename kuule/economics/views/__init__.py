"""The pages where people see what loyalty is worth."""

from kuule.economics.views.earned_growth import earned_growth, earned_growth_rows
from kuule.economics.views.group_value import group_value, group_value_rows
from kuule.economics.views.multipliers import multiplier_rows, multipliers
from kuule.economics.views.value_segments import value_bands_keep, value_segment_rows, value_segments

__all__ = [
    "earned_growth",
    "earned_growth_rows",
    "group_value",
    "group_value_rows",
    "multiplier_rows",
    "multipliers",
    "value_bands_keep",
    "value_segment_rows",
    "value_segments",
]
