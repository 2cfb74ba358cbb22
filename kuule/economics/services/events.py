"""Keeping what happened with customers that another system tells."""

from collections.abc import Sequence
from datetime import datetime

from kuule.dispatch.rules.occurrences import Recorded
from kuule.economics.rules.told import EventTold
from kuule.economics.services.shapes import EVENTS
from kuule.economics.services.telling import tell
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor


def record_events(*, workspace: Workspace, items: Sequence[EventTold], actor: Actor, now: datetime) -> list[Recorded]:
    """Keep what happened with customers, each once by its id; return what became of each, in their order."""
    return tell(shape=EVENTS, workspace=workspace, items=items, act="events_told", actor=actor, now=now)
