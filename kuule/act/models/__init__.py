"""Tables of this room."""

from kuule.act.models.calendars import Absence, DayOff, WorkCalendar
from kuule.act.models.cases import AgreedAction, Case, CaseEvent
from kuule.act.models.causes import RootCause
from kuule.act.models.huddles import Huddle, HuddleItem, HuddlePlan, HuddleReading
from kuule.act.models.letters import Letter
from kuule.act.models.playbooks import CaseTurn, Playbook
from kuule.act.models.pulse import Pulse, PulseAnswer, PulseTurn

__all__ = [
    "Absence",
    "AgreedAction",
    "Case",
    "CaseEvent",
    "CaseTurn",
    "DayOff",
    "Huddle",
    "HuddleItem",
    "HuddlePlan",
    "HuddleReading",
    "Letter",
    "Playbook",
    "Pulse",
    "PulseAnswer",
    "PulseTurn",
    "RootCause",
    "WorkCalendar",
]
