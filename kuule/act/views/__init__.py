"""The pages where people act on what customers said."""

from kuule.act.views.calendars import (
    absence_drop,
    absence_list,
    calendar_drop,
    calendar_list,
    calendar_page,
    case_settings_page,
    day_off_add,
    day_off_drop,
)
from kuule.act.views.playbooks import (
    playbook_edit,
    playbook_list,
    playbook_move,
    playbook_new,
    playbook_page,
    playbook_switch,
)
from kuule.act.views.service_level import case_capacity, service_level

__all__ = [
    "absence_drop",
    "absence_list",
    "calendar_drop",
    "calendar_list",
    "calendar_page",
    "case_capacity",
    "case_settings_page",
    "day_off_add",
    "day_off_drop",
    "playbook_edit",
    "playbook_list",
    "playbook_move",
    "playbook_new",
    "playbook_page",
    "playbook_switch",
    "service_level",
]
