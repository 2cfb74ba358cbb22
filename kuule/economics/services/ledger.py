"""Keeping lines of money that another system tells."""

from collections.abc import Sequence
from datetime import datetime

from kuule.dispatch.rules.occurrences import Recorded
from kuule.economics.rules.told import EntryTold
from kuule.economics.services.shapes import ENTRIES
from kuule.economics.services.telling import tell
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor


def record_entries(*, workspace: Workspace, items: Sequence[EntryTold], actor: Actor, now: datetime) -> list[Recorded]:
    """Keep lines of money, each once by its id; return what became of each, in their order."""
    return tell(shape=ENTRIES, workspace=workspace, items=items, act="ledger_told", actor=actor, now=now)
