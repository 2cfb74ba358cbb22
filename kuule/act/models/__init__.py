"""Tables of this room."""

from kuule.act.models.afterwards import PanelMember, SolvedAnswer
from kuule.act.models.calendars import Absence, DayOff, WorkCalendar
from kuule.act.models.cases import AgreedAction, Case, CaseEvent
from kuule.act.models.causes import RootCause
from kuule.act.models.goals import Goal, GoalPoint, Pilot, Story
from kuule.act.models.health import HealthLine, HealthReading
from kuule.act.models.huddles import Huddle, HuddleItem, HuddlePlan, HuddleReading
from kuule.act.models.incoming import IncomingFile, IncomingLetter, StrayMail
from kuule.act.models.initiatives import (
    Initiative,
    InitiativeEntry,
    InitiativePin,
    InitiativeReview,
    InitiativeTask,
    Telling,
)
from kuule.act.models.letters import Letter, LetterFile, LetterSettings, SavedWords
from kuule.act.models.passes import CasePass
from kuule.act.models.playbooks import CaseTurn, Playbook
from kuule.act.models.pulse import Pulse, PulseAnswer, PulseTurn
from kuule.act.models.settings import AnswerNews, CaseSettings
from kuule.act.models.setup import Charter, CharterPart

__all__ = [
    "Absence",
    "AgreedAction",
    "AnswerNews",
    "Case",
    "CaseEvent",
    "CasePass",
    "CaseSettings",
    "CaseTurn",
    "Charter",
    "CharterPart",
    "DayOff",
    "Goal",
    "GoalPoint",
    "HealthLine",
    "HealthReading",
    "Huddle",
    "HuddleItem",
    "HuddlePlan",
    "HuddleReading",
    "IncomingFile",
    "IncomingLetter",
    "Initiative",
    "InitiativeEntry",
    "InitiativePin",
    "InitiativeReview",
    "InitiativeTask",
    "Letter",
    "LetterFile",
    "LetterSettings",
    "PanelMember",
    "Pilot",
    "Playbook",
    "Pulse",
    "PulseAnswer",
    "PulseTurn",
    "RootCause",
    "SavedWords",
    "SolvedAnswer",
    "Story",
    "StrayMail",
    "Telling",
    "WorkCalendar",
]
