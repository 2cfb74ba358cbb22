"""Tables of this room."""

from kuule.act.models.calendars import Absence, DayOff, WorkCalendar
from kuule.act.models.cases import AgreedAction, Case, CaseEvent
from kuule.act.models.causes import RootCause
from kuule.act.models.goals import Goal, GoalPoint, Pilot, Story
from kuule.act.models.health import HealthLine, HealthReading
from kuule.act.models.letters import Letter
from kuule.act.models.playbooks import CaseTurn, Playbook
from kuule.act.models.setup import Charter, CharterPart

__all__ = [
    "Absence",
    "AgreedAction",
    "Case",
    "CaseEvent",
    "CaseTurn",
    "Charter",
    "CharterPart",
    "DayOff",
    "Goal",
    "GoalPoint",
    "HealthLine",
    "HealthReading",
    "Letter",
    "Pilot",
    "Playbook",
    "RootCause",
    "Story",
    "WorkCalendar",
]
