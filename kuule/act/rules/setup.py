"""The way of a new programme from its aim to everybody who is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SPONSOR, OWNER = "sponsor", "owner"
PARTS = (SPONSOR, OWNER)

AIM, NAMES, JOURNEY, PEOPLE, QUESTIONS, CADENCE, DRY_RUN, YOURSELF, PILOT, ROLL_OUT = (
    "aim",
    "names",
    "journey",
    "people",
    "questions",
    "cadence",
    "dry_run",
    "yourself",
    "pilot",
    "roll_out",
)
STEPS = (AIM, NAMES, JOURNEY, PEOPLE, QUESTIONS, CADENCE, DRY_RUN, YOURSELF, PILOT, ROLL_OUT)

# Which page does the work of a step, and the permission it asks for.
STEP_PAGES: Mapping[str, tuple[str, str]] = {
    AIM: ("setup_aim", "change_programme"),
    NAMES: ("setup_names", "see_improvements"),
    JOURNEY: ("journey", "see_results"),
    PEOPLE: ("setup_people", "see_people"),
    QUESTIONS: ("survey_list", "see_surveys"),
    CADENCE: ("setup_cadence", "send_surveys"),
    DRY_RUN: ("setup_dry_run", "see_surveys"),
    YOURSELF: ("setup_yourself", "see_surveys"),
    PILOT: ("setup_pilot", "send_surveys"),
    ROLL_OUT: ("setup_roll_out", "send_surveys"),
}

# A pilot asks a few accounts, and few people: whatever goes wrong in it can be put right by hand.
MOST_PILOT_ACCOUNTS, MOST_PILOT_PEOPLE = 12, 60

# Why it is not rolled out.
NO_AIM, NOT_ACCEPTED, NO_PILOT, NO_PROGRAMME = "no_aim", "not_accepted", "no_pilot", "no_programme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the way: whether it is done, as the data say, and the facts that its words need."""

    key: str
    is_done: bool
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who was asked to stand behind the programme, and when they accepted."""

    part: str
    accepted_at: datetime | None


def are_accepted(named: list[Named]) -> bool:
    """Tell whether a sponsor and at least one owner were named and all of them have accepted."""
    parts = {each.part for each in named}
    return parts == set(PARTS) and all(each.accepted_at for each in named)


def not_yet(*, has_aim: bool, named: list[Named], has_pilot: bool, has_programme: bool) -> str:
    """Return why a programme may not be rolled out yet, "" if it may."""
    if not has_aim:
        return NO_AIM
    if not are_accepted(named):
        return NOT_ACCEPTED
    if not has_pilot:
        return NO_PILOT
    return "" if has_programme else NO_PROGRAMME
