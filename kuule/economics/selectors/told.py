"""Rows as programs read them: those that were told last first."""

from datetime import datetime
from typing import Any

from kuule.economics.models import Contract, CustomerEvent, CustomerOrigin, ExchangeRate, LedgerEntry
from kuule.lib.places import Place, behind
from kuule.workspaces.models import Workspace

Row = LedgerEntry | Contract | CustomerEvent | CustomerOrigin | ExchangeRate
_WHEN = {LedgerEntry: "told_at", Contract: "told_at", CustomerEvent: "told_at", CustomerOrigin: "said_at"}


def rows_told(
    workspace: Workspace, *, model: type[Row], since: datetime | None, after: Place | None, limit: int
) -> list[Any]:
    """Return rows of one kind by the order they came in, the last first: told since a moment, behind a place."""
    found: Any = model._default_manager.filter(workspace=workspace)
    if since is not None and model in _WHEN:
        found = found.filter(**{f"{_WHEN[model]}__gte": since})
    return list(behind(found, after)[:limit])
