"""To whom a question is shown: to everybody, to some groups of the score, to people of whom something is known."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kuule.surveys.question_types.base import PersonCondition, Question, ShownTo
from kuule.surveys.question_types.scales import GROUPS
from kuule.surveys.rules.touchpoints import EQUAL, OTHER, Condition, conditions_hold

# How a fact about a person is compared; `within` takes a date that lies at most so many days back.
WITHIN = "within"
COMPARISONS = (EQUAL, OTHER, WITHIN)
MOST_DAYS = 3_650
LONGEST_PROPERTY, LONGEST_VALUE = 80, 200


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of whoever answers on a day, by keys as in the snapshot of an answer."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    day: date = date.min


# Somebody of whom nothing is known.
STRANGER = Person()


def shown_to(groups: Iterable[str], person: PersonCondition | None) -> ShownTo | None:
    """Return whom a question is for, None where that is everybody: no group or all of them, and whoever they are."""
    some = [group for group in GROUPS if group in groups]
    told: ShownTo = {}
    if some and len(some) < len(GROUPS):
        told["groups"] = some
    if person is not None:
        told["person"] = person
    return told or None


def groups_of(question: Question) -> tuple[str, ...]:
    """Return the groups of the score that a question is shown to, () where it is shown to all of them."""
    return tuple(question.get("shown_to", {}).get("groups", ()))


def person_condition(question: Question) -> PersonCondition | None:
    """Return what has to be known of a person who is asked a question, None where it is shown whoever they are."""
    return question.get("shown_to", {}).get("person")


def asks_about_persons(questions: Iterable[Question]) -> bool:
    """Tell whether it depends on the person which of these questions are shown."""
    return any(person_condition(question) for question in questions)


def is_for(question: Question, person: Person) -> bool:
    """Tell whether a question is for a person, whatever their score.

    Of whom it is not known, for them it is not: nobody is asked by mistake what only some should be.
    """
    wanted = person_condition(question)
    if wanted is None:
        return True
    found = person.facts.get(wanted["property"])
    if found is None or found == "":
        return False
    if wanted["is"] == WITHIN:
        return _is_within(found, wanted["value"], person.day)
    return conditions_hold([Condition(**wanted)], person.facts)


def is_shown(question: Question, *, group: str, person: Person) -> bool:
    """Tell whether a person is asked a question after a score of a group; "" is no score yet."""
    groups = groups_of(question)
    return (not groups or group in groups) and is_for(question, person)


def unasked(
    questions: Iterable[Question], *, group: str, person: Person, answered: Collection[str]
) -> dict[str, None] | None:
    """Return the questions that a person was not asked, judged by an answer that came without its page.

    What they `answered` they were asked. None where everybody is asked everything.
    """
    missed = [each["key"] for each in questions if not is_shown(each, group=group, person=person)]
    return dict.fromkeys(key for key in missed if key not in answered) or None


def days_of(value: str) -> int | None:
    """Return a number of days as it is written in a condition, None for anything else."""
    days = int(value) if value.isascii() and value.isdecimal() and len(value) <= len(str(MOST_DAYS)) else 0
    return days if 0 < days <= MOST_DAYS else None


def _is_within(found: Any, value: str, day: date) -> bool:
    try:
        since = date.fromisoformat(str(found)[:10])
    except ValueError:
        return False
    days = days_of(value)
    return days is not None and 0 <= (day - since).days <= days
