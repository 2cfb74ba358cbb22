"""How people are asked about a touchpoint, and whether something that happened there meets its conditions."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypedDict

from kuule.lib.words import search_words

# What becomes of somebody who may not be asked yet: they wait while it makes sense, or are left out.
QUEUE, LEAVE_OUT = "queue", "drop"
IF_HELD = (QUEUE, LEAVE_OUT)

# How a condition compares a property with its value.
EQUAL, OTHER, AT_LEAST, AT_MOST, KNOWN, UNKNOWN = "equal", "other", "at_least", "at_most", "known", "unknown"
COMPARISONS = (EQUAL, OTHER, AT_LEAST, AT_MOST, KNOWN, UNKNOWN)
WITHOUT_VALUE = (KNOWN, UNKNOWN)
MOST_CONDITIONS = 8

MINUTES_OF_DAY = 24 * 60
MINUTES_OF_UNIT = {"minutes": 1, "hours": 60, "days": MINUTES_OF_DAY}
LONGEST_KEY = 60
REVIEW_PERIOD = timedelta(days=183)

_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

# `property` is a key as in the snapshot of an answer: of what happened or of the person, with `account.` before it of
# the account. `is` is one of `COMPARISONS`. `value` is a text: a number with a point, an ISO date, true, false, words.
Condition = TypedDict("Condition", {"property": str, "is": str, "value": str})


def conditions_hold(conditions: Iterable[Condition], properties: Mapping[str, Any]) -> bool:
    """Tell whether these properties meet every condition.

    A property that nobody told, or that is empty, is neither equal to anything nor above or below it, and it is other
    than any value.
    """
    return all(_holds(each["is"], properties.get(each["property"]), each["value"]) for each in conditions)


def _holds(comparison: str, found: Any, wanted: str) -> bool:
    is_known = found is not None and found != ""
    if comparison in WITHOUT_VALUE:
        return is_known == (comparison == KNOWN)
    one, other = _comparable(found), _comparable(wanted)
    if comparison in (EQUAL, OTHER):
        return (is_known and one == other) == (comparison == EQUAL)
    if not is_known or type(one) is not type(other) or not _has_order(one):
        return False
    return bool(one >= other if comparison == AT_LEAST else one <= other)


def _comparable(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).strip()
    return float(text) if _NUMBER.fullmatch(text) else text.casefold()


def _has_order(value: Any) -> bool:
    return isinstance(value, float) or _DATE.match(value) is not None


def touchpoint_key(name: str, *, taken: Collection[str]) -> str:
    """Return a key made from a name: “Delivery made” is `delivery-made`, or `delivery-made-2` where that is taken."""
    words = "-".join(word for word in search_words(name) if word.isascii())
    plain = words[:LONGEST_KEY].strip("-") or "touchpoint"
    key, number = plain, 1
    while key in taken:
        number += 1
        key = f"{plain[: LONGEST_KEY - 6].rstrip('-')}-{number}"
    return key


def delay_parts(minutes: int) -> tuple[int, str]:
    """Return a delay in the largest unit that tells it exactly: 2880 minutes are 2 days."""
    fitting = (unit for unit in ("days", "hours") if minutes and minutes % MINUTES_OF_UNIT[unit] == 0)
    unit = next(fitting, "minutes")
    return minutes // MINUTES_OF_UNIT[unit], unit


def is_review_due(since: datetime | None, now: datetime) -> bool:
    """Tell whether a journey that was made or reviewed last at `since` should be looked at again; never without one."""
    return since is not None and now - since >= REVIEW_PERIOD
