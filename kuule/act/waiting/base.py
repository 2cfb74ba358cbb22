"""What a kind of thing is that waits for a member: each has a file here, and a fragment that shows its rows."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from kuule.workspaces.models import Member

# More rows than these are a list of their own; more than so many are not counted.
ROWS_SHOWN, MOST_COUNTED = 8, 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What of one kind waits for a member: the first `rows`, and how many there are, at most `MOST_COUNTED` + 1.

    `template` shows the rows; it is given them, and `facts`. Where `waits` is False nothing has to be done: praise is
    there to be read.
    """

    title: str
    icon: str
    template: str
    rows: Sequence[Any]
    count: int
    waits: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def more(self) -> int:
        """Return how many there are beyond those shown."""
        return self.count - len(self.rows)


class Waiting(ABC):
    """A kind of thing that waits. Asks the database a fixed number of questions, however much there is."""

    permission: ClassVar[str]

    @abstractmethod
    def part(self, member: Member, *, now: datetime) -> Part | None:
        """Return what waits for a member, None for nothing; titles are in the active language."""
