"""What to ask whom next, before a contract ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kuule.contacts.rules import CONTACT_ROLES, DECISION_MAKER
from kuule.economics.rules.groups import DETRACTOR, PROMOTER, group_of

DECIDE, INCIDENT, THEME, HEAR, MEET, MEND, KEEP, THANK = (
    "decide",
    "incident",
    "theme",
    "hear",
    "meet",
    "mend",
    "keep",
    "thank",
)
QUESTIONS = (DECIDE, INCIDENT, THEME, HEAR, MEET, MEND, KEEP, THANK)

# So near to the end the decision itself is what to ask about.
NEAR_END = timedelta(days=60)
# Who decides and has said nothing for so long may have changed their mind unnoticed.
LONG_UNHEARD = timedelta(days=180)
# What went wrong within this time is still on people's minds.
FRESH = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of a customer whose contract ends.

    `people` are the roles in which somebody is known ("" for none told), `heard_on` and `score` the last answer and
    the mean of the latest scores by role. `themes` are the names of what they complained about lately, the most
    frequent first.
    """

    ends_on: date
    is_person: bool = False
    people: frozenset[str] = frozenset()
    heard_on: Mapping[str, date] = field(default_factory=dict)
    score: Mapping[str, float] = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    incident_on: date | None = None


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """What to ask, and people of which role: "" is anybody. `theme` names what it is about, where it is one."""

    ask: str
    role: str = ""
    theme: str = ""


def next_question(known: Situation, *, day: date) -> NextQuestion:
    """Return the one question that helps most now: what is urgent first, then what hurts, then who is not heard."""
    decider = DECISION_MAKER if DECISION_MAKER in known.people else ""
    if known.ends_on - day < NEAR_END:
        return NextQuestion(DECIDE, decider)
    if known.incident_on and day - known.incident_on <= FRESH:
        return NextQuestion(INCIDENT, decider)
    if known.themes:
        return NextQuestion(THEME, _unhappiest(known), known.themes[0])
    if not (decider or known.is_person):
        return NextQuestion(MEET, DECISION_MAKER)
    if _is_unheard(known, decider, day):
        return NextQuestion(HEAR, decider)
    unhappy = _unhappiest(known)
    group = group_of(known.score[unhappy]) if unhappy in known.score else ""
    if group == DETRACTOR:
        return NextQuestion(MEND, unhappy)
    silent = next((role for role in CONTACT_ROLES if role in known.people and _is_unheard(known, role, day)), "")
    if silent:
        return NextQuestion(HEAR, silent)
    return NextQuestion(THANK if group == PROMOTER else KEEP, unhappy)


def _is_unheard(known: Situation, role: str, day: date) -> bool:
    heard_on = known.heard_on.get(role)
    return heard_on is None or day - heard_on > LONG_UNHEARD


def _unhappiest(known: Situation) -> str:
    """Return the role whose people gave the lowest scores; of equals the one who decides more."""
    order = (*CONTACT_ROLES, "")
    return min(known.score, key=lambda role: (known.score[role], order.index(role)), default="")
