"""How each kind of row is kept: its table, what is told of it, and which of its amounts have a currency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from kuule.economics.models import Contract, CustomerEvent, LedgerEntry
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of row that other systems know by an id.

    `told` are the fields that are told of it. `converted` says which field holds which other one in the currency of
    the workspace, by the rate of `day`. `table` is its name where changes by imports are written down.
    """

    table: str
    model: type[Model]
    told: tuple[str, ...]
    converted: Mapping[str, str] = field(default_factory=dict)
    day: str = ""

    def rows(self, workspace: Workspace) -> QuerySet[Any]:
        """Return the rows of a workspace."""
        found: QuerySet[Any] = self.model._default_manager.filter(workspace=workspace)
        return found


ENTRIES = Shape(
    "entry",
    LedgerEntry,
    ("kind", "day", "amount", "margin", "currency", "product"),
    {"converted": "amount", "converted_margin": "margin"},
    "day",
)
CONTRACTS = Shape(
    "contract",
    Contract,
    ("starts_on", "ends_on", "yearly_value", "currency", "product", "outcome", "decided_on"),
    {"converted": "yearly_value"},
    "starts_on",
)
EVENTS = Shape("event", CustomerEvent, ("kind", "happened_at", "outcome", "at_random", "note"))
CONVERTED_SHAPES = (ENTRIES, CONTRACTS)
