"""Tables of this room."""

from kuule.act.models.afterwards import PanelMember, SolvedAnswer
from kuule.act.models.calendars import Absence, DayOff, WorkCalendar
from kuule.act.models.cases import AgreedAction, Case, CaseEvent
from kuule.act.models.causes import RootCause
from kuule.act.models.incoming import IncomingFile, IncomingLetter, StrayMail
from kuule.act.models.letters import Letter, LetterFile, LetterSettings, SavedWords
from kuule.act.models.passes import CasePass
from kuule.act.models.playbooks import CaseTurn, Playbook

__all__ = [
    "Absence",
    "AgreedAction",
    "Case",
    "CaseEvent",
    "CasePass",
    "CaseTurn",
    "DayOff",
    "IncomingFile",
    "IncomingLetter",
    "Letter",
    "LetterFile",
    "LetterSettings",
    "PanelMember",
    "Playbook",
    "RootCause",
    "SavedWords",
    "SolvedAnswer",
    "StrayMail",
    "WorkCalendar",
]
