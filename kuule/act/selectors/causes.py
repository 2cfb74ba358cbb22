"""The tree of root causes, with the cases in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Q, Sum

from kuule.act.models import Case, RootCause
from kuule.act.rules import MERGED, OPEN
from kuule.act.rules.causes import CauseNode, PlacedCause, in_tree_order, within
from kuule.workspaces.models import Workspace

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A root cause in the tree, and its cases of twelve months with those of all below it.

    `value` is what the customers of these cases bought in twelve months, each account once; None where it is known of
    none.
    """

    cause: RootCause
    depth: int
    opened: int
    still_open: int
    value: Decimal | None


def causes_of(workspace: Workspace) -> list[RootCause]:
    """Return every root cause of a workspace, archived ones included."""
    return list(RootCause.objects.filter(workspace=workspace).order_by("position", "pk"))


def tree_of(causes: Sequence[RootCause]) -> list[PlacedCause]:
    """Return where causes stand in their tree."""
    return in_tree_order(CauseNode(each.pk, each.parent_id, each.position) for each in causes)


def causes_to_choose(workspace: Workspace) -> list[tuple[RootCause, int]]:
    """Return the causes in use with how deep each stands, in the order of the tree."""
    causes = {each.pk: each for each in causes_of(workspace) if each.archived_at is None}
    return [(causes[each.pk], each.depth) for each in tree_of(list(causes.values()))]


def cause_of(workspace: Workspace, *, cause_id: int) -> RootCause | None:
    """Return one root cause, archived or not, or None."""
    return RootCause.objects.filter(workspace=workspace, pk=cause_id).select_related("parent", "workspace").first()


def ids_within(workspace: Workspace, *, cause_id: int) -> list[int]:
    """Return the ids of a cause and of all below it."""
    return within(cause_id, tree_of(causes_of(workspace)))


def cause_rows(workspace: Workspace, *, now: datetime) -> list[CauseRow]:
    """Return the whole tree with its cases of the twelve months before a moment."""
    causes = {each.pk: each for each in causes_of(workspace)}
    placed = tree_of(list(causes.values()))
    sums = {each.pk: _Sum() for each in placed}
    paths = {each.pk: each.path for each in placed}
    for cause, account, opened, still_open, most, total in _counted(workspace, now):
        for above in paths[cause]:
            sums[above].add(account, opened, still_open, most if account else total)
    return [
        CauseRow(causes[each.pk], each.depth, found.opened, found.still_open, found.value)
        for each in placed
        for found in (sums[each.pk],)
    ]


@dataclass(slots=True)
class _Sum:
    """Cases of a cause while they are counted; what an account bought counts once, however many cases it has."""

    opened: int = 0
    still_open: int = 0
    of_accounts: dict[int, Decimal] = field(default_factory=dict)
    of_persons: Decimal | None = None

    def add(self, account: int | None, opened: int, still_open: int, value: Decimal | None) -> None:
        self.opened += opened
        self.still_open += still_open
        if value is not None and account is not None:
            self.of_accounts[account] = max(value, self.of_accounts.get(account, value))
        elif value is not None:
            self.of_persons = (self.of_persons or Decimal(0)) + value

    @property
    def value(self) -> Decimal | None:
        if not self.of_accounts:
            return self.of_persons
        return sum(self.of_accounts.values(), self.of_persons or Decimal(0))


def cases_without_cause(workspace: Workspace, *, now: datetime) -> int:
    """Return of how many cases of twelve months nobody said the cause."""
    cases = Case.objects.filter(workspace=workspace, root_cause=None, opened_at__gt=now - YEAR, opened_at__lte=now)
    return cases.exclude(state=MERGED).count()


def _counted(
    workspace: Workspace, now: datetime
) -> list[tuple[int, int | None, int, int, Decimal | None, Decimal | None]]:
    """Return by cause and account: how many cases, how many still open, the greatest value and the sum of values."""
    cases = Case.objects.filter(
        workspace=workspace, root_cause__isnull=False, opened_at__gt=now - YEAR, opened_at__lte=now
    ).exclude(state=MERGED)
    counted = cases.values_list("root_cause", "account").annotate(
        n=Count("pk"), still=Count("pk", filter=Q(state=OPEN)), most=Max("value"), total=Sum("value")
    )
    return list(counted.order_by())
