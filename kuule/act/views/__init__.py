"""The pages where people see what waits, meet about what customers said, and say how their team is."""

from kuule.act.views.huddle import (
    huddle_finish,
    huddle_item_settle,
    huddle_item_write,
    huddle_page,
    huddle_read,
    huddle_sheet,
    huddle_start,
    huddle_tick,
)
from kuule.act.views.participation import participation
from kuule.act.views.pulses import pulse_by_link, pulse_list, pulse_new, pulse_page
from kuule.act.views.rhythms import huddle_list, huddle_new, huddle_plan, huddle_plan_edit
from kuule.act.views.today import my_part, today

__all__ = [
    "huddle_finish",
    "huddle_item_settle",
    "huddle_item_write",
    "huddle_list",
    "huddle_new",
    "huddle_page",
    "huddle_plan",
    "huddle_plan_edit",
    "huddle_read",
    "huddle_sheet",
    "huddle_start",
    "huddle_tick",
    "my_part",
    "participation",
    "pulse_by_link",
    "pulse_list",
    "pulse_new",
    "pulse_page",
    "today",
]
