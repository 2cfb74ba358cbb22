"""What is odd in the data, how many rows that concerns, and which they are."""

from dataclasses import dataclass

from django.db.models import Count, Q

from kuule.contacts.models import ImportProblem
from kuule.economics.models import AccountMerge, Contract, LedgerEntry
from kuule.economics.rules import REFUND, REVENUE
from kuule.economics.selectors.agreements import overlapping_contracts
from kuule.workspaces.models import Workspace

# The problem of a line whose id another line of its file had already.
TWICE = "money_twice"


@dataclass(frozen=True, slots=True)
class Treatments:
    """How many rows are treated in a way of their own."""

    entries_without_rate: int
    contracts_without_rate: int
    without_customer: int
    negative: int
    refunds: int
    overlapping: int
    merged: int
    twice: int

    @property
    def is_nothing(self) -> bool:
        """Tell whether every row is as rows should be."""
        return not any(getattr(self, name) for name in self.__dataclass_fields__)


def treatments(workspace: Workspace) -> Treatments:
    """Count the rows that are treated in a way of their own."""
    entries = LedgerEntry.objects.filter(workspace=workspace).aggregate(
        entries_without_rate=Count("pk", filter=Q(converted=None)),
        without_customer=Count("pk", filter=Q(account=None, contact=None)),
        negative=Count("pk", filter=Q(kind=REVENUE, amount__lt=0)),
        refunds=Count("pk", filter=Q(kind=REFUND)),
    )
    return Treatments(
        **entries,
        contracts_without_rate=Contract.objects.filter(workspace=workspace, converted=None).count(),
        overlapping=len(overlapping_contracts(workspace)),
        merged=AccountMerge.objects.filter(workspace=workspace).count(),
        twice=ImportProblem.objects.filter(workspace=workspace, reason=TWICE).count(),
    )
