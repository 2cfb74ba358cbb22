"""What an account is worth at a glance, for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, Sum

from kuule.contacts.models import Account
from kuule.economics.models import AccountMerge, Contract, CustomerEvent, CustomerOrigin, LedgerEntry
from kuule.economics.rules import COST
from kuule.economics.selectors.customers import merged_accounts

YEAR = timedelta(days=365)
EVENTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class AccountMoney:
    """The money of an account and of those that became part of it.

    `revenue` and `cost` are of twelve months, in the currency of the workspace, None without any line; `without_rate`
    lines are in neither.
    """

    revenue: Decimal | None
    cost: Decimal | None
    without_rate: int
    running: Sequence[Contract]
    events: Sequence[CustomerEvent]
    origin: CustomerOrigin | None
    became: AccountMerge | None
    parts: Sequence[AccountMerge]

    @property
    def is_nothing(self) -> bool:
        """Tell whether nothing of money is known."""
        known = (self.running, self.events, self.origin, self.became, self.parts, self.without_rate)
        return self.revenue is None and self.cost is None and not any(known)


def money_of_account(account: Account, *, day: date) -> AccountMoney:
    """Return what an account is worth on a day: its last twelve months, its running contracts, its last events."""
    workspace = account.workspace
    own = [account.pk, *(was for was, into in merged_accounts(workspace).items() if into == account.pk)]
    lines = LedgerEntry.objects.filter(workspace=workspace, account__in=own, day__gt=day - YEAR, day__lte=day)
    is_cost = Q(kind=COST)
    sums = lines.aggregate(revenue=Sum("converted", filter=~is_cost), cost=Sum("converted", filter=is_cost))
    contracts = Contract.objects.filter(workspace=workspace, account__in=own, starts_on__lte=day)
    events = CustomerEvent.objects.filter(workspace=workspace, account__in=own)
    merges = AccountMerge.objects.filter(workspace=workspace).select_related("account", "into")
    return AccountMoney(
        revenue=sums["revenue"],
        cost=sums["cost"],
        without_rate=lines.filter(converted=None).count(),
        running=list(contracts.filter(Q(ends_on=None) | Q(ends_on__gte=day)).order_by("ends_on", "pk")),
        events=list(events.order_by("-happened_at", "-pk")[:EVENTS_SHOWN]),
        origin=CustomerOrigin.objects.filter(workspace=workspace, account=account).first(),
        became=merges.filter(account=account).first(),
        parts=list(merges.filter(into=account).order_by("account__name_key")),
    )
