"""Tables of this room."""

from kuule.act.models.calendars import Absence, DayOff, WorkCalendar
from kuule.act.models.cases import AgreedAction, Case, CaseEvent
from kuule.act.models.causes import RootCause
from kuule.act.models.initiatives import (
    Initiative,
    InitiativeEntry,
    InitiativePin,
    InitiativeReview,
    InitiativeTask,
    Telling,
)
from kuule.act.models.letters import Letter
from kuule.act.models.playbooks import CaseTurn, Playbook

__all__ = [
    "Absence",
    "AgreedAction",
    "Case",
    "CaseEvent",
    "CaseTurn",
    "DayOff",
    "Initiative",
    "InitiativeEntry",
    "InitiativePin",
    "InitiativeReview",
    "InitiativeTask",
    "Letter",
    "Playbook",
    "RootCause",
    "Telling",
    "WorkCalendar",
]
