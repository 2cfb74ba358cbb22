"""Customers whose answer is known and who were watched since: what all figures about groups rest on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from kuule.economics.models import MoneySettings
from kuule.economics.rules import REFERRAL
from kuule.economics.rules.columns import Flags, Floats, Ints, places_in
from kuule.economics.rules.groups import GROUPS, first_standings, groups_of
from kuule.economics.rules.lives import UNWATCHED, Life, Traces, lives_after
from kuule.economics.rules.money import Lines, Money, MoneyColumns, first_days, last_days, money_of
from kuule.economics.selectors.lines import ledger_lines
from kuule.economics.selectors.lives import event_days, told_of_customers
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.standings import answer_columns
from kuule.workspaces.models import Workspace

YEAR = timedelta(days=365)
DAYS_A_YEAR = 365.25
# A first sale so many days into a time is no gap: many bill once a month.
A_MONTH = timedelta(days=31)
# Where less of the revenue than this has a margin, its average says too little about the rest.
LEAST_KNOWN = 0.5
# What the money of a customer is counted in: what it leaves over, or, where nobody knows margins, what it pays.
MARGIN, REVENUE = "margin", "revenue"


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WatchedCustomers:
    """All of them as known on `day`, as columns (k,) each: see `Watched`. Days are as `date.toordinal` counts them.

    `group` is the place among `GROUPS`. `unwatched` counts why others that answered are not among them. The ledger has
    its first sale on the day `ledger_began`. `known_share` of the revenue has a margin, `margin_share` stands for the
    rest; it is None where nothing is known, and then `basis` is revenue.
    """

    day: date
    settings: MoneySettings
    customer: Ints
    group: Ints
    mean: Floats
    since: Ints
    until: Ints
    has_left: Flags
    paid_days: Ints
    money: MoneyColumns
    year: MoneyColumns
    before: MoneyColumns
    tenure: Ints
    referrals: Ints
    unwatched: Mapping[str, int]
    ledger_began: date | None
    known_share: float | None
    margin_share: float | None

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def customers(self) -> list[Watched]:
        """Return each of them."""
        lives = zip(self.since.tolist(), self.until.tolist(), self.has_left.tolist(), strict=True)
        columns = (
            self.customer.tolist(),
            [GROUPS[place] for place in self.group.tolist()],
            self.mean.tolist(),
            [Life(date.fromordinal(since), date.fromordinal(until), has_left) for since, until, has_left in lives],
            self.paid_days.tolist(),
            self.money.rows(),
            self.year.rows(),
            self.before.rows(),
            self.tenure.tolist(),
            self.referrals.tolist(),
        )
        return [Watched(*each) for each in zip(*columns, strict=True)]

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
            n=len(self),
            unwatched=self.unwatched,
            known_share=self.known_share,
            margin_share=self.margin_share,
            lines_without_rate=int(self.money.lines_without_rate.sum()),
        )

    @property
    def basis(self) -> str:
        """Return what money is counted in."""
        return REVENUE if self.margin_share is None else MARGIN

    @property
    def left_over(self) -> Floats:
        """Return what each leaves over while watched, after what serving it costs; without any margin what it pays."""
        share = self.margin_share
        return self.money.revenue if share is None else self.money.margin(share) - self.money.cost

    @property
    def size(self) -> Floats:
        """Return what each paid in the year before its answer.

        Where the ledger does not reach so far back, it is what a year after the answer comes to.
        """
        a_year = np.maximum(self.money.revenue, 0.0) / np.maximum(self.paid_days, 1) * DAYS_A_YEAR
        if self.ledger_began is None:
            return a_year
        reaches_back = self.ledger_began.toordinal() <= self.since - YEAR.days + A_MONTH.days
        return np.where(reaches_back, np.maximum(self.before.revenue, 0.0), a_year)

    @property
    def has_whole_year(self) -> Flags:
        """Tell of whom the ledger holds the whole year after the answer."""
        if self.ledger_began is None:
            return np.zeros(len(self), dtype=np.bool_)
        first, last = (self.ledger_began - A_MONTH).toordinal(), (self.day - YEAR).toordinal()
        return (first <= self.since) & (self.since <= last)

    def of(self, rows: Flags) -> "WatchedCustomers":
        """Return some of the customers; nobody is counted as unwatched beside them."""
        columns = ("customer", "group", "mean", "since", "until", "has_left", "paid_days", "tenure", "referrals")
        kept = {name: getattr(self, name)[rows] for name in columns}
        money = {name: getattr(self, name).of(rows) for name in ("money", "year", "before")}
        return replace(self, unwatched={}, **kept, **money)

    def among(self, customers: Collection[int]) -> "WatchedCustomers":
        """Return those of them who are among some customers."""
        return self.of(places_in(self.customer, np.array(sorted(customers), dtype=np.int64)) >= 0)


def end_of(day: date, workspace: Workspace) -> datetime:
    """Return the moment at which a day of a workspace is over."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(workspace.timezone))


def watched_customers(workspace: Workspace, *, day: date, lines: Lines | None = None) -> WatchedCustomers:
    """Return every customer that answered a relationship survey by name, and what became of it until a day.

    `lines` is what `ledger_lines` gave, for whoever asks for several figures.
    """
    settings, lines = money_settings(workspace), lines or ledger_lines(workspace)
    standings = first_standings(answer_columns(workspace, until=end_of(day, workspace)))
    began = int(lines.day[lines.is_sale].min()) if lines.is_sale.any() else 0
    k, whose, today = len(standings.customer), places_in(lines.customer, standings.customer), day.toordinal()
    lines, whose = lines.of(whose >= 0), whose[whose >= 0]
    is_sale = lines.is_sale & (lines.day <= today)
    sold = {
        "first_sale": first_days(whose[is_sale], lines.day[is_sale], k),
        "last_sale": last_days(whose[is_sale], lines.day[is_sale], k),
    }
    told = told_of_customers(workspace, day=day)
    lives = lives_after(standings.customer, standings.day, **sold, told=told, day=day, silent_days=settings.silent_days)
    since, until = standings.day[whose], lives.until[whose]
    is_after = lines.day > since
    found = WatchedCustomers(
        day=day,
        settings=settings,
        customer=standings.customer,
        group=groups_of(standings.mean),
        mean=standings.mean,
        since=standings.day,
        until=lives.until,
        has_left=lives.has_left,
        paid_days=np.maximum(lives.until - np.maximum(standings.day, began), 0) * (began > 0),
        money=money_of(lines, whose, is_after & (lines.day <= until), k),
        year=money_of(lines, whose, is_after & (lines.day <= since + YEAR.days), k),
        before=money_of(lines, whose, ~is_after & (lines.day > since - YEAR.days), k),
        tenure=_tenures(standings.customer, standings.day, sold["first_sale"], told),
        referrals=_referrals(workspace, standings.customer, standings.day, day),
        unwatched={},
        ledger_began=date.fromordinal(began) if began else None,
        known_share=None,
        margin_share=None,
    ).of(lives.why_not < 0)
    known = _known_share(found.money)
    unwatched = np.bincount(lives.why_not[lives.why_not >= 0], minlength=len(UNWATCHED)).tolist()
    return replace(
        found,
        unwatched={why: n for why, n in zip(UNWATCHED, unwatched, strict=True) if n},
        known_share=known,
        margin_share=_margin_share(settings, found.money, known),
    )


def _tenures(customer: Ints, since: Ints, first_sale: Ints, told: Mapping[int, Traces]) -> Ints:
    """Return for how many days each had been a customer, 0 where nothing was sold to it before."""
    begun = np.array(
        [(each, start.toordinal()) for each, traces in told.items() if (start := traces.known_since)], dtype=np.int64
    ).reshape(-1, 2)
    place = places_in(begun[:, 0], customer)
    known_since = np.where(first_sale > 0, first_sale, since)
    np.minimum.at(known_since, place[place >= 0], begun[place >= 0, 1])
    return np.maximum(since - known_since, 0)


def _referrals(workspace: Workspace, customer: Ints, since: Ints, day: date) -> Ints:
    """Return how often each recommended in the year after its answer."""
    days = event_days(workspace, kind=REFERRAL, until=day)
    told = np.array([(each, on.toordinal()) for each, found in days.items() for on in found], dtype=np.int64)
    told = told.reshape(-1, 2)
    place = places_in(told[:, 0], customer)
    after = told[:, 1] - since[place]
    return np.bincount(place[(place >= 0) & (after > 0) & (after <= YEAR.days)], minlength=len(customer))


def _known_share(money: MoneyColumns) -> float | None:
    revenue = float(money.revenue.sum())
    return float(money.known_revenue.sum()) / revenue if revenue > 0 else None


def _margin_share(settings: MoneySettings, money: MoneyColumns, known: float | None) -> float | None:
    if settings.margin_share is not None:
        return float(settings.margin_share)
    if known is None or known < LEAST_KNOWN:
        return None
    revenue = float(money.known_revenue.sum())
    return float(money.known_margin.sum()) / revenue if revenue > 0 else None
