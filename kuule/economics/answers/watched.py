"""Customers whose answer is known and who were watched since: what all figures about groups rest on."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from kuule.economics.models import MoneySettings
from kuule.economics.rules import REFERRAL
from kuule.economics.rules.groups import first_standings
from kuule.economics.rules.lives import Life, life_after
from kuule.economics.selectors.ledger import Around, Money, Stretch, first_sale_day, money_around
from kuule.economics.selectors.lives import NO_TRACES, event_days, traces_of_customers
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.standings import named_answers
from kuule.workspaces.models import Workspace

YEAR = timedelta(days=365)
DAYS_A_YEAR = 365.25
# A first sale so many days into a time is no gap: many bill once a month.
A_MONTH = timedelta(days=31)
# Where less of the revenue than this has a margin, its average says too little about the rest.
LEAST_KNOWN = 0.5
# What the money of a customer is counted in: what it leaves over, or, where nobody knows margins, what it pays.
MARGIN, REVENUE = "margin", "revenue"
NO_LINES = Around()


@dataclass(frozen=True, slots=True)
class Watched:
    """A customer from its first answer on: `money` while it was watched, `year` in the year after, `before` before it.

    `paid_days` is for how many of the watched days there is a ledger: what was paid before it began is not known.
    `tenure` is for how many days it had been a customer, `referrals` how often it recommended in the year after.
    """

    customer: int
    group: str
    mean: float
    life: Life
    paid_days: int
    money: Money
    year: Money
    before: Money
    tenure: int
    referrals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTerms:
    """How a company counted its money when figures were made: see `MoneySettings`."""

    currency: str
    horizon_years: int
    discount: Decimal
    hearers: Decimal | None
    hearer_loss: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFacts:
    """What figures of `n` watched customers rest on, without the customers themselves: see `WatchedCustomers`."""

    day: date
    settings: MoneyTerms
    n: int
    unwatched: Mapping[str, int]
    known_share: float | None
    margin_share: float | None
    lines_without_rate: int

    @property
    def basis(self) -> str:
        """Return what money is counted in."""
        return REVENUE if self.margin_share is None else MARGIN


@dataclass(frozen=True, slots=True)
class WatchedCustomers:
    """All of them as known on `day`; `unwatched` counts why others that answered are not among them.

    The ledger has its first sale on the day `ledger_began`. `known_share` of the revenue has a margin, `margin_share`
    stands for the rest; it is None where nothing is known, and then `basis` is revenue.
    """

    day: date
    settings: MoneySettings
    customers: tuple[Watched, ...]
    unwatched: Mapping[str, int]
    ledger_began: date | None
    known_share: float | None
    margin_share: float | None
    lines_without_rate: int

    @property
    def facts(self) -> WatchedFacts:
        """Return what figures of these customers rest on."""
        return WatchedFacts(
            day=self.day,
            settings=MoneyTerms(
                currency=self.settings.currency,
                horizon_years=self.settings.horizon_years,
                discount=Decimal(self.settings.discount),
                hearers=self.settings.hearers,
                hearer_loss=self.settings.hearer_loss,
            ),
            n=len(self.customers),
            unwatched=self.unwatched,
            known_share=self.known_share,
            margin_share=self.margin_share,
            lines_without_rate=self.lines_without_rate,
        )

    @property
    def basis(self) -> str:
        """Return what money is counted in."""
        return self.facts.basis

    def left_over(self, money: Money) -> float:
        """Return what a customer leaves over after what serving it costs; without any margin what it pays."""
        share = self.margin_share
        return money.revenue if share is None else money.margin(share) - money.cost

    def among(self, customers: Collection[int]) -> "WatchedCustomers":
        """Return those of them who are among some customers."""
        kept = tuple(each for each in self.customers if each.customer in customers)
        return replace(self, customers=kept, unwatched={})

    def with_whole_year(self) -> list[Watched]:
        """Return those of whom the ledger holds the whole year after the answer."""
        began = self.ledger_began
        if began is None:
            return []
        last = self.day - YEAR
        return [each for each in self.customers if began - A_MONTH <= each.life.since <= last]

    def size(self, each: Watched) -> float:
        """Return what a customer paid in the year before its answer.

        Where the ledger does not reach so far back, it is what a year after the answer comes to.
        """
        if self.ledger_began is not None and self.ledger_began <= each.life.since - YEAR + A_MONTH:
            return max(each.before.revenue, 0.0)
        return max(each.money.revenue, 0.0) / max(each.paid_days, 1) * DAYS_A_YEAR


def end_of(day: date, workspace: Workspace) -> datetime:
    """Return the moment at which a day of a workspace is over."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(workspace.timezone))


def watched_customers(workspace: Workspace, *, day: date) -> WatchedCustomers:
    """Return every customer that answered a relationship survey by name, and what became of it until a day."""
    settings, began = money_settings(workspace), first_sale_day(workspace)
    standings = first_standings(named_answers(workspace, until=end_of(day, workspace)))
    traces = traces_of_customers(workspace, day=day)
    lives = {
        customer: life_after(standing.day, traces.get(customer, NO_TRACES), day=day, silent_days=settings.silent_days)
        for customer, standing in standings.items()
    }
    watched = {customer: life for customer, life in lives.items() if isinstance(life, Life)}
    stretches = [Stretch(each, life.since, life.until) for each, life in watched.items()]
    money = money_around(workspace, stretches=stretches, year=YEAR)
    referrals = event_days(workspace, kind=REFERRAL, until=day)
    customers = tuple(
        Watched(
            customer=customer,
            group=standings[customer].group,
            mean=standings[customer].mean,
            life=life,
            paid_days=_paid_days(life, began),
            money=money.get(customer, NO_LINES).watched,
            year=money.get(customer, NO_LINES).year,
            before=money.get(customer, NO_LINES).before,
            tenure=_tenure(life.since, traces.get(customer, NO_TRACES).known_since),
            referrals=sum(life.since < each <= life.since + YEAR for each in referrals.get(customer, ())),
        )
        for customer, life in watched.items()
    )
    known = _known_share(customers)
    return WatchedCustomers(
        day=day,
        settings=settings,
        customers=customers,
        unwatched=dict(Counter(life for life in lives.values() if not isinstance(life, Life))),
        ledger_began=began,
        known_share=known,
        margin_share=_margin_share(settings, customers, known),
        lines_without_rate=sum(each.money.lines_without_rate for each in customers),
    )


def _paid_days(life: Life, ledger_began: date | None) -> int:
    return 0 if ledger_began is None else max((life.until - max(life.since, ledger_began)).days, 0)


def _tenure(since: date, known_since: date | None) -> int:
    return max((since - known_since).days, 0) if known_since else 0


def _known_share(customers: Collection[Watched]) -> float | None:
    revenue = sum(each.money.revenue for each in customers)
    return sum(each.money.known_revenue for each in customers) / revenue if revenue > 0 else None


def _margin_share(settings: MoneySettings, customers: Collection[Watched], known: float | None) -> float | None:
    if settings.margin_share is not None:
        return float(settings.margin_share)
    if known is None or known < LEAST_KNOWN:
        return None
    revenue = sum(each.money.known_revenue for each in customers)
    return sum(each.money.known_margin for each in customers) / revenue if revenue > 0 else None
