"""Keeping contracts that another system tells."""

from collections.abc import Sequence
from datetime import datetime

from kuule.dispatch.rules.occurrences import Recorded
from kuule.economics.rules.told import ContractTold
from kuule.economics.services.shapes import CONTRACTS
from kuule.economics.services.telling import tell
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor


def record_contracts(
    *, workspace: Workspace, items: Sequence[ContractTold], actor: Actor, now: datetime
) -> list[Recorded]:
    """Keep contracts, each once by its id; return what became of each, in their order."""
    return tell(shape=CONTRACTS, workspace=workspace, items=items, act="contracts_told", actor=actor, now=now)
