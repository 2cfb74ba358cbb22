"""When more customers wait than people can call: who has too much, and who could take what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

# How many customers somebody can call a day beside their other work.
USUAL_CALLS = 8


@dataclass(frozen=True, slots=True)
class Load:
    """Somebody's cases for a day, the most pressing first, and how many people they can call that day."""

    member: int
    cases: Sequence[int]
    calls: int

    @property
    def over(self) -> int:
        """Return how many of their cases they cannot get to."""
        return max(0, len(self.cases) - self.calls)


@dataclass(frozen=True, slots=True)
class HandOver:
    """A proposal: this case goes from one to another."""

    case: int
    giver: int
    taker: int


def proposals(loads: Collection[Load], *, mates: Mapping[int, Collection[int]]) -> list[HandOver]:
    """Return who could hand which cases to whom, so that as many customers as possible are called.

    What each cannot get to goes to the mate with the most room. `mates` are those who may take cases of somebody; what
    nobody has room for stays where it is, and is what the day cannot hold.
    """
    room = {load.member: max(0, load.calls - len(load.cases)) for load in loads}
    found: list[HandOver] = []
    for load in sorted(loads, key=lambda each: (-each.over, each.member)):
        for case in load.cases[load.calls :] if load.over else ():
            free = [each for each in mates.get(load.member, ()) if each != load.member and room.get(each, 0) > 0]
            if not free:
                break
            taker = min(free, key=lambda each: (-room[each], each))
            room[taker] -= 1
            found.append(HandOver(case, load.member, taker))
    return found
