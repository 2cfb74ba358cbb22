"""What every figure that a goal can be set for has to offer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kuule.act.rules.goals import GoalFigure
from kuule.insight.query import Query
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which figure is meant: of which answers or people (`segment`, a query without a time), in which time."""

    workspace: Workspace
    segment: Query
    since: datetime
    until: datetime

    @property
    def query(self) -> Query:
        """Return the question to `insight`, with its time."""
        return self.segment.between(self.since, self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMetric:
    """A kind of figure. A new one is a file like its neighbours and a line in the list beside it.

    `most` is where its scale ends. `windows` are the times it can be made of, in days, the usual one first. `fields`
    are those of a `Query` that it can be cut by. `is_cut` tells whether shorter times add up to it, so that months show
    how a quarter moves; else it is looked at every `step_days`. Without
    `knows_past` only kept figures tell of before.
    """

    key: str
    figure: Callable[[Question], GoalFigure]
    most: float = 100.0
    windows: tuple[int, ...]
    fields: frozenset[str] = frozenset()
    is_cut: bool = True
    step_days: int = 30
    knows_past: bool = True
    is_score: bool = False
