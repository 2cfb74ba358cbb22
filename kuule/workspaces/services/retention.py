"""What is kept only for so long: rooms say here how much of theirs would go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Retention:
    """A setting in months, and how many things of a workspace are older than that now. Counting changes nothing."""

    setting: str
    count: Callable[[Workspace, int, datetime], int]


_RETENTIONS: dict[str, Retention] = {}


def register_retention(retention: Retention) -> None:
    """Add what a room keeps for so long only; called once by its `apps.py`."""
    _RETENTIONS[retention.setting] = retention


def due_by_age(workspace: Workspace, *, months: Mapping[str, int | None], now: datetime) -> Mapping[str, int]:
    """Return how many things would go now, by setting, if they were kept for so many months."""
    return {
        setting: _RETENTIONS[setting].count(workspace, kept, now)
        for setting, kept in months.items()
        if kept and setting in _RETENTIONS
    }
