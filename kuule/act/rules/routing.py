"""Whose a case is: by name, by turn, and what happens where nobody is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

# How an owner was found, for the history of the case.
BY_STAND_IN, BY_MANAGER, BY_WORKSPACE_OWNER, BY_LAST_RESORT = "stand_in", "manager", "workspace_owner", "last_resort"

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Worker:
    """A member as routing sees them. `works` says that they may work cases and can sign in."""

    works: bool = True
    is_away: bool = False
    stand_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who should have a case: somebody by a rule, else one of a team in turn, else its managers, else the owners."""

    by: str = ""
    named: int | None = None
    team: Sequence[int] = ()
    managers: Sequence[int] = ()
    owners: Sequence[int] = ()
    taken: Mapping[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """The owner, None only where nobody in the workspace may work cases; and by which rule they were found."""

    member: int | None
    by: str
    in_turn: bool = False


def present(member: int | None, staff: Mapping[int, Worker]) -> int | None:
    """Return the member where they are there, else whoever stands in for them, over any number of steps.

    None where the chain ends with nobody, runs in a circle, or ends with somebody who may not work cases.
    """
    seen: set[int] = set()
    while member is not None and member not in seen:
        seen.add(member)
        worker = staff.get(member)
        if worker is None:
            return None
        if worker.works and not worker.is_away:
            return member
        member = worker.stand_in
    return None


def in_turn(members: Sequence[int], *, taken: Mapping[int, datetime]) -> list[int]:
    """Return members in the order of their turn: who waited longest is first, who never had one before all."""
    return sorted(members, key=lambda each: (taken.get(each, _NEVER), each))


def owner_for(wish: Wish, staff: Mapping[int, Worker], *, turn: str) -> Found:
    """Return who becomes the owner of a case. `turn` is what finding somebody in turn is called."""
    there = present(wish.named, staff)
    if there is not None:
        return Found(there, wish.by if there == wish.named else BY_STAND_IN)
    if (next_one := _first_there(in_turn(wish.team, taken=wish.taken), staff)) is not None:
        return Found(next_one, turn, in_turn=True)
    for by, members in ((BY_MANAGER, wish.managers), (BY_WORKSPACE_OWNER, wish.owners)):
        if (one := _first_there(members, staff)) is not None:
            return Found(one, by)
    workers = [each for each in (*wish.managers, *wish.owners, *sorted(staff)) if each in staff and staff[each].works]
    return Found(workers[0] if workers else None, BY_LAST_RESORT)


def _first_there(members: Sequence[int], staff: Mapping[int, Worker]) -> int | None:
    there = (each for each in members if each in staff and staff[each].works and not staff[each].is_away)
    return next(there, None)
