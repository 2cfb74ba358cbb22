"""Who has a turn on a day ahead, by name, each with what would become of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kuule.contacts.models import Contact
from kuule.dispatch.models import Programme
from kuule.dispatch.rules import ALLOW, Decision
from kuule.dispatch.selectors.programmes import PlannedTurn, turns_ahead
from kuule.dispatch.selectors.sending_times import zone_of

DAY_PAGE = 50
ASKED, NOT_ASKED = "asked", "not_asked"
_SHOWN: Mapping[str, Callable[[PlannedTurn], bool]] = {
    "": lambda _turn: True,
    ASKED: lambda turn: turn.decision.verdict == ALLOW,
    NOT_ASKED: lambda turn: turn.decision.verdict != ALLOW,
}


@dataclass(frozen=True, slots=True)
class DayLine:
    """One person of a day: what would be decided, and the moment that it is about on their own clock."""

    contact: Contact
    decision: Decision
    at: datetime


@dataclass(frozen=True, slots=True)
class DayPeople:
    """Some people of a day. `show` is what the list is narrowed to, a key of what can be shown."""

    lines: Sequence[DayLine]
    show: str
    has_more: bool


def people_of_day(
    programme: Programme, *, day: date, days: int, now: datetime, show: str = "", page: int = 1
) -> DayPeople | None:
    """Return a page of the people who have a turn on a day, those to be asked first, in the order of their moments.

    None for a day that is not among the next `days`. An unknown `show` shows everybody.
    """
    planned = turns_ahead(programme, day=day, days=days, now=now)
    if planned is None:
        return None
    show = show if show in _SHOWN else ""
    wanted = [turn for turn in planned if _SHOWN[show](turn)]
    wanted.sort(key=lambda turn: (turn.decision.verdict != ALLOW, turn.at, turn.contact_id))
    begin = (page - 1) * DAY_PAGE
    shown = wanted[begin : begin + DAY_PAGE]
    known = Contact.objects.select_related("account").filter(workspace=programme.workspace_id)
    people = known.in_bulk([turn.contact_id for turn in shown])
    lines = [_line(programme, people[turn.contact_id], turn) for turn in shown if turn.contact_id in people]
    return DayPeople(lines, show, len(wanted) > begin + DAY_PAGE)


def _line(programme: Programme, contact: Contact, turn: PlannedTurn) -> DayLine:
    return DayLine(contact, turn.decision, turn.at.astimezone(zone_of(contact.timezone, programme.workspace)))
