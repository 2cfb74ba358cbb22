"""The pages where people see what loyalty is worth."""

from kuule.economics.views.earned_growth import earned_growth, earned_growth_rows
from kuule.economics.views.group_value import group_value, group_value_rows
from kuule.economics.views.multipliers import multiplier_rows, multipliers

__all__ = [
    "earned_growth",
    "earned_growth_rows",
    "group_value",
    "group_value_rows",
    "multiplier_rows",
    "multipliers",
]
