"""What happens in the story, one thing after the other."""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

Act = Callable[[datetime], object]


class Agenda:
    """Acts with their moments. An act is called with its moment and may put more on the agenda."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def add(self, at: datetime, act: Act) -> None:
        """Put an act on the agenda. Acts of one moment are played in the order they were added."""
        heappush(self._acts, (at, next(self._numbers), act))

    def play(self, *, until: datetime) -> None:
        """Play everything that happens before a moment; what comes later never happens."""
        while self._acts and self._acts[0][0] < until:
            at, _number, act = heappop(self._acts)
            act(at)
