"""Who in which account is heard: by role, by account, and by revenue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kuule.contacts.query import AccountFilter
from kuule.contacts.rules import CONTACT_ROLES
from kuule.dispatch.models import CoverageSettings
from kuule.insight.answers.worth import worth_from
from kuule.insight.selectors.account_coverage import (
    PeopleCounted,
    accounts_heard,
    people_counted,
    worth_of_accounts,
)
from kuule.stats import Estimate, share_interval
from kuule.workspaces.models import Workspace

DAYS_A_MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class RoleCounts:
    """People in one role: how many there are, were asked, answered, and were asked but did not answer."""

    people: int = 0
    asked: int = 0
    answered: int = 0
    silent: int = 0

    def with_more(self, row: PeopleCounted) -> "RoleCounts":
        """Return these counts and some more people."""
        return RoleCounts(
            self.people + row.people,
            self.asked + row.asked,
            self.answered + row.answered,
            self.silent + row.silent,
        )

    @property
    def rate(self) -> Estimate | None:
        """Return the share of the asked who answered, with its interval; None where nobody was asked."""
        return share_interval(self.asked - self.silent, self.asked) if self.asked else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHeard:
    """One account: what it is worth (None: no number), its people by role, and whether anybody answered."""

    account_id: int
    worth: float | None
    is_heard: bool
    roles: Mapping[str, RoleCounts] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """Return the roles that somebody in the account has and nobody answered from."""
        return [role for role in CONTACT_ROLES if role in self.roles and not self.roles[role].answered]

    @property
    def unknown(self) -> list[str]:
        """Return the roles in which nobody of this account is known."""
        return [role for role in CONTACT_ROLES if role not in self.roles]

    @property
    def is_complete(self) -> bool:
        """Tell whether every role that somebody has was heard."""
        return self.is_heard and not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCoverage:
    """What was heard of all accounts. These are counts of what happened, not estimates.

    `silent` are the accounts that nobody answered from, those worth most first; `incomplete` all that lack a voice.
    """

    roles: Mapping[str, RoleCounts]
    accounts: Sequence[AccountHeard]
    silent: Sequence[AccountHeard]
    incomplete: Sequence[AccountHeard]
    worth: float
    worth_heard: float
    unvalued: int

    @property
    def heard(self) -> int:
        """Return how many accounts somebody answered from."""
        return len(self.accounts) - len(self.silent)

    @property
    def complete(self) -> int:
        """Return how many accounts were heard in every role."""
        return len(self.accounts) - len(self.incomplete)

    @property
    def share(self) -> float | None:
        """Return the share of accounts that were heard."""
        return self.heard / len(self.accounts) if self.accounts else None

    @property
    def complete_share(self) -> float | None:
        """Return the share of accounts that were heard in every role."""
        return self.complete / len(self.accounts) if self.accounts else None

    @property
    def worth_share(self) -> float | None:
        """Return the share of the revenue whose accounts were heard, None where there is none."""
        return self.worth_heard / self.worth if self.worth > 0 else None


def heard_since(settings: CoverageSettings, now: datetime) -> datetime:
    """Return from when on an answer counts."""
    return now - timedelta(days=round(settings.months * DAYS_A_MONTH))


def coverage_now(
    workspace: Workspace,
    *,
    settings: CoverageSettings,
    filter: AccountFilter,  # noqa: A002
    now: datetime,
) -> AccountCoverage:
    """Return what is heard of the accounts of a segment."""
    since = heard_since(settings, now)
    return coverage_of(
        worths=worth_of_accounts(workspace, filter=filter, key=settings.revenue_key),
        people=people_counted(workspace, since=since),
        heard=accounts_heard(workspace, since=since),
    )


def coverage_of(
    *, worths: Mapping[int, str | None], people: Iterable[PeopleCounted], heard: set[int]
) -> AccountCoverage:
    """Return what was heard of accounts, given their worth as text, their people, and those that answered."""
    of_accounts: dict[int, dict[str, RoleCounts]] = {}
    totals: dict[str, RoleCounts] = dict.fromkeys((*CONTACT_ROLES, ""), RoleCounts())
    for row in people:
        if row.account_id in worths:
            roles = of_accounts.setdefault(row.account_id, {})
            roles[row.role] = roles.get(row.role, RoleCounts()).with_more(row)
            totals[row.role] = totals[row.role].with_more(row)
    accounts = [
        AccountHeard(account_id=pk, worth=_worth(text), is_heard=pk in heard, roles=of_accounts.get(pk, {}))
        for pk, text in worths.items()
    ]
    # An account without a number comes last, whatever its neighbours are worth.
    accounts.sort(key=lambda each: (each.worth is None, -(each.worth or 0), each.account_id))
    return AccountCoverage(
        roles=totals,
        accounts=accounts,
        silent=[each for each in accounts if not each.is_heard],
        incomplete=[each for each in accounts if not each.is_complete],
        worth=sum(each.worth or 0 for each in accounts),
        worth_heard=sum(each.worth or 0 for each in accounts if each.is_heard),
        unvalued=sum(each.worth is None for each in accounts),
    )


def _worth(text: str | None) -> float | None:
    number = worth_from(text)
    return None if number is None or number < 0 else number
