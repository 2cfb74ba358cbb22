"""Reminding members of what they promised and did not keep in time."""

from datetime import datetime

from kuule.act.rules.letters import PROMISE_DUE
from kuule.act.selectors.office import Office
from kuule.act.selectors.promises import ACTIONS, ITEMS, Promise, overdue_by_member, reminded_lately
from kuule.act.services.letters import write_letter
from kuule.workspaces.models import Workspace


def remind_of_promises(*, workspace: Workspace, now: datetime) -> int:
    """Write to each member whose promises are overdue: all of them in one mail, at most one a day. Returns the mails.

    It is written in the working hours of the member, and to nobody who is away. Where all of them were in a mail of the
    last days nothing is written: a mail that only repeats the last one is not read.
    """
    office = Office(workspace, now=now)
    overdue = overdue_by_member(workspace, today=office.day)
    reminded = reminded_lately(workspace, members=overdue, now=now)
    return sum(
        _write(office, member, promises)
        for member, promises in overdue.items()
        if promises - reminded[member] and _is_at_work(office, member)
    )


def _is_at_work(office: Office, member: int) -> bool:
    hours = office.letter_hours(office.team_of(office.members[member]))
    return not office.staff[member].is_away and hours.next_from(office.now) <= office.now


def _write(office: Office, member: int, promises: set[Promise]) -> int:
    letter = write_letter(
        workspace=office.workspace,
        purpose=PROMISE_DUE,
        to=office.members[member],
        now=office.now,
        params={kind: sorted(pk for of, pk in promises if of == kind) for kind in (ITEMS, ACTIONS)},
        once_key=f"{PROMISE_DUE} {member} {office.day.isoformat()}",
    )
    return 0 if letter is None else 1
