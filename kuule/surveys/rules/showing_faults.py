"""Whether a file tells rightly to whom its questions are shown: everything that is wrong, with its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from kuule.surveys.question_types.scales import GROUPS
from kuule.surveys.rules.faults import (
    LACKING,
    NOT_A_LIST,
    NOT_A_TEXT,
    NOT_AN_OBJECT,
    TOO_LONG,
    UNKNOWN,
    Fault,
)
from kuule.surveys.rules.showing import COMPARISONS, LONGEST_PROPERTY, LONGEST_VALUE, MOST_DAYS, WITHIN, days_of

NO_DAYS, KNOWS_PERSONS = "no_days", "knows_persons"

_FIELDS = ("groups", "person")
_LONGEST = {"property": LONGEST_PROPERTY, "is": LONGEST_VALUE, "value": LONGEST_VALUE}
_SHOWN = 60


def faults_of_showing(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with `shown_to` of the questions of a survey, in their order."""
    questions = content.get("questions")
    for number, question in enumerate(questions if isinstance(questions, list) else (), 1):
        if isinstance(question, dict) and "shown_to" in question:
            place = f"questions[{number}].shown_to"
            yield from _shown_to(question["shown_to"], place, knows_persons=content.get("anonymous") is not True)


def _shown_to(told: Any, place: str, *, knows_persons: bool) -> Iterator[Fault]:
    if not isinstance(told, dict):
        yield Fault(NOT_AN_OBJECT, place)
        return
    yield from _unknown(told, _FIELDS, place)
    if "groups" in told and not isinstance(told["groups"], list):
        yield Fault(NOT_A_LIST, f"{place}.groups")
    elif "groups" in told:
        yield from _unknown(told["groups"], GROUPS, f"{place}.groups")
    if "person" in told and not knows_persons:
        yield Fault(KNOWS_PERSONS, f"{place}.person")
    elif "person" in told:
        yield from _person(told["person"], f"{place}.person")


def _person(condition: Any, place: str) -> Iterator[Fault]:
    if not isinstance(condition, dict):
        yield Fault(NOT_AN_OBJECT, place)
        return
    yield from _unknown(condition, tuple(_LONGEST), place)
    for name, limit in _LONGEST.items():
        text = condition.get(name, "")
        if not isinstance(text, str):
            yield Fault(NOT_A_TEXT, f"{place}.{name}")
        elif not text:
            yield Fault(LACKING, place, {"value": name})
        elif len(text) > limit:
            yield Fault(TOO_LONG, f"{place}.{name}", {"length": len(text), "limit": limit})
        elif name == "is" and text not in COMPARISONS:
            yield Fault(UNKNOWN, f"{place}.is", {"value": text[:_SHOWN], "known": list(COMPARISONS)})
    value = condition.get("value")
    if condition.get("is") == WITHIN and isinstance(value, str) and value and days_of(value) is None:
        yield Fault(NO_DAYS, f"{place}.value", {"value": value[:_SHOWN], "limit": MOST_DAYS})


def _unknown(found: Any, known: tuple[str, ...], place: str) -> Iterator[Fault]:
    for name in found:
        if name not in known:
            yield Fault(UNKNOWN, place, {"value": str(name)[:_SHOWN], "known": list(known)})
