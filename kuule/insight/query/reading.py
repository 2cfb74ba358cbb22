"""Reading parameters that anybody may have edited by hand: what cannot be read becomes a problem, never an error."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kuule.contacts.rules import CONTACT_ROLES
from kuule.insight.query.periods import is_period, moment_from_text, period_moments, quarter_from_text
from kuule.ui.clean import visible_text

ACCOUNT, TEAM, ROLE, LANGUAGE, CHANNEL = "account", "team", "role", "language", "channel"
SURVEY, TOUCHPOINT, THEME = "survey", "touchpoint", "theme"
DIMENSIONS = (ACCOUNT, TEAM, ROLE, LANGUAGE, CHANNEL, SURVEY, TOUCHPOINT, THEME)
# Those whose segments are rows with a number; every answer has a survey, but not each of the others.
IDS = (ACCOUNT, TEAM, SURVEY, TOUCHPOINT, THEME)
PROPERTY = "p."
MOST_PROPERTIES = 5

NONE = "none"
# In place of the number of a row: answers that have none.
NO_ROW = 0
NO_ACCOUNT = NO_ROW
LONGEST_TEXT = 200
LONGEST_VALUE = 1_000
LONGEST_SHOWN = 60
# Between the dimension and the segment of `rest_of`; no key of a property holds it.
REST_MARK = ":"

_NUMBER = re.compile(r"[0-9]{1,18}")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in an address that cannot be asked: a code, the parameter, and what it said (shortened)."""

    code: str
    param: str
    value: str = ""


class Reader:
    """Reads the parameters of a query one by one and collects the problems. Empty ones ask nothing."""

    def __init__(self, params: Mapping[str, str]) -> None:
        self.params = params
        self.problems: list[Problem] = []

    def refuse(self, code: str, param: str, value: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(code, param, value[:LONGEST_SHOWN]))

    def text(self, param: str) -> str:
        """Return a text without invisible characters, cut to 200 characters."""
        return visible_text(self.params.get(param, "")).strip()[:LONGEST_TEXT]

    def value(self, param: str) -> str:
        """Return the value of a property as it is kept; PostgreSQL alone could not take a NUL."""
        return self.params.get(param, "").replace("\0", "")[:LONGEST_VALUE]

    def one_of(self, param: str, allowed: Container[str]) -> str:
        """Return one of the allowed words."""
        value = self.text(param)
        if not value or value in allowed:
            return value
        self.refuse("unknown", param, value)
        return ""

    def code(self, param: str) -> str:
        """Return a short code, such as a language."""
        value = self.text(param)
        if not value or _CODE.fullmatch(value):
            return value
        self.refuse("unknown", param, value)
        return ""

    def number(self, param: str, highest: int | None = None) -> int | None:
        """Return a whole number from 0 up."""
        value = self.text(param)
        if not value:
            return None
        if _NUMBER.fullmatch(value) and (highest is None or int(value) <= highest):
            return int(value)
        self.refuse("unknown", param, value)
        return None

    def reference(self, param: str) -> int | None:
        """Return the id of a row."""
        number = self.number(param)
        if number == 0:
            self.refuse("unknown", param, "0")
            return None
        return number

    def reference_or_none(self, param: str) -> int | None:
        """Return the id of a row, or `NO_ROW` where the address asks for answers without one."""
        return NO_ROW if self.text(param) == NONE else self.reference(param)

    def quarter(self, param: str) -> int | None:
        """Return the number of a quarter since the year 0."""
        value = self.text(param)
        number = quarter_from_text(value)
        if value and number is None:
            self.refuse("unknown", param, value)
        return number


def read_time(
    reader: Reader, *, zone: ZoneInfo, now: datetime, period: str
) -> tuple[str, datetime | None, datetime | None]:
    """Return the period in its words, and when it begins and ends; days of one's own win over it."""
    first, last = reader.text("since"), reader.text("until")
    if not (first or last):
        asked = reader.text("period") or period
        if not is_period(asked):
            reader.refuse("period", "period", asked)
            asked = period
        return asked, *period_moments(asked, now=now, zone=zone)
    since = moment_from_text(first, zone=zone)
    until = moment_from_text(last, zone=zone, is_end=True)
    for param, text, moment in (("since", first, since), ("until", last, until)):
        if text and moment is None:
            reader.refuse("date", param, text)
    if since and until and since >= until:
        reader.refuse("reversed", "until", last)
        since = until = None
    return "", since, until


def read_properties(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Return the properties asked for, as pairs of key and value."""
    found = {
        param.removeprefix(PROPERTY): reader.text(param)
        for param in reader.params
        if param.startswith(PROPERTY) and param != PROPERTY
    }
    # A form cannot make a parameter of a chosen name, so it sends the key and the value side by side.
    key, value = reader.text("property"), reader.value("value").strip()
    if key and value:
        found[key] = value
    elif key or value:
        reader.refuse("half_a_property", "value" if key else "property", key or value)
    if len(found) > MOST_PROPERTIES:
        reader.refuse("too_many", "property", str(MOST_PROPERTIES))
    return tuple(found.items())[:MOST_PROPERTIES]


def read_dimension(reader: Reader) -> str:
    """Return what to cut by: a dimension, or a property with its prefix."""
    by = reader.text("by")
    return by if by.startswith(PROPERTY) and by != PROPERTY else reader.one_of("by", DIMENSIONS)


def read_rest(reader: Reader) -> tuple[str, str] | None:
    """Return the segment that is left out, as a dimension and a text: `role:user`, `p.country:FI`."""
    written = reader.text("rest_of")
    if not written:
        return None
    by, mark, segment = written.partition(REST_MARK)
    if mark and is_dimension(by) and is_segment(by, segment):
        return by, segment
    reader.refuse("unknown", "rest_of", written)
    return None


def is_dimension(by: str) -> bool:
    """Tell whether answers can be cut by this."""
    return by in DIMENSIONS or (by.startswith(PROPERTY) and by != PROPERTY)


def is_segment(by: str, segment: str) -> bool:
    """Tell whether a text can mean a segment of a dimension. Of a property it can be any, "" is for those without."""
    if by == ROLE:
        return segment in (*CONTACT_ROLES, NONE)
    if by in IDS:
        return (segment == NONE and by != SURVEY) or (_NUMBER.fullmatch(segment) is not None and int(segment) > 0)
    return by not in DIMENSIONS or _CODE.fullmatch(segment) is not None
