"""How satisfied the customers of each value are, and where the valuable detractors are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kuule import stats
from kuule.economics.answers.watched import LEAST_KNOWN, MARGIN, REVENUE, YEAR, end_of
from kuule.economics.models import MoneySettings
from kuule.economics.rules.bands import PROFIT_BANDS, VALUE_BANDS, profit_bands, value_bands
from kuule.economics.rules.groups import DETRACTOR, PASSIVE, PROMOTER, Standing, standings_on
from kuule.economics.rules.money import Money
from kuule.economics.selectors.ledger import Stretch, money_in, paying_customers
from kuule.economics.selectors.names import property_of_customers
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.standings import named_answers
from kuule.insight.answers.worth import worth_from
from kuule.workspaces.models import Workspace

BY_VALUE, BY_PROFIT, BY_POTENTIAL = "value", "profit", "potential"
CUTS = (BY_VALUE, BY_PROFIT, BY_POTENTIAL)
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class ValuedCustomer:
    """A customer with its money of the last twelve months; `standing` is None where nobody answered for a year.

    `potential` is what else could be sold to it, None where nobody said.
    """

    customer: int
    money: Money
    left_over: float
    value_band: str
    profit_band: str
    potential: float | None
    potential_band: str
    standing: Standing | None

    def band(self, cut: str) -> str:
        """Return the band of the customer in one of `CUTS`; "" where it has none."""
        return {BY_VALUE: self.value_band, BY_PROFIT: self.profit_band, BY_POTENTIAL: self.potential_band}[cut]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The customers of a band: how many, how many of them answered, what they bring, and their score with interval."""

    band: str
    customers: int
    shares: stats.Shares
    revenue: float
    left_over: float
    score: stats.Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSegments:
    """Bands by cut, the largest first, and the detractors by what they bring, the most first.

    `basis` says whether `left_over` is margin less cost to serve, or revenue because nobody knows margins.
    """

    day: date
    settings: MoneySettings
    customers: tuple[ValuedCustomer, ...]
    bands: Mapping[str, tuple[Band, ...]]
    detractors: tuple[ValuedCustomer, ...]
    basis: str

    @property
    def revenue(self) -> float:
        """Return the revenue of all customers together."""
        return sum(each.money.revenue for each in self.customers)


def value_segments_on(workspace: Workspace, *, day: date, potential: str = "") -> ValueSegments:
    """Return the bands of all customers with money in the twelve months up to a day.

    `potential` is the key of a property of accounts that says as a number what else could be sold to them.
    """
    settings = money_settings(workspace)
    paying = paying_customers(workspace, since=day - YEAR, until=day)
    money = money_in(workspace, stretches=[Stretch(each, day - YEAR, day) for each in paying])
    share, basis = _margin_share(settings, money.values())
    left_over = {each: _left_over(sums, share) for each, sums in money.items()}
    until = end_of(day, workspace)
    standings = standings_on(named_answers(workspace, until=until, since=until - YEAR), day=day)
    wishes = _potentials(workspace, potential)
    by_value, by_profit = value_bands({each: sums.revenue for each, sums in money.items()}), profit_bands(left_over)
    by_potential = value_bands({each: wishes[each] for each in money if each in wishes})
    customers = tuple(
        ValuedCustomer(
            customer=each,
            money=sums,
            left_over=left_over[each],
            value_band=by_value[each],
            profit_band=by_profit[each],
            potential=wishes.get(each),
            potential_band=by_potential.get(each, ""),
            standing=standings.get(each),
        )
        for each, sums in money.items()
    )
    return ValueSegments(
        day=day,
        settings=settings,
        customers=customers,
        bands={cut: _bands(customers, cut, PROFIT_BANDS if cut == BY_PROFIT else VALUE_BANDS) for cut in CUTS},
        detractors=tuple(sorted(filter(_is_detractor, customers), key=lambda each: -each.left_over)),
        basis=basis,
    )


def _is_detractor(customer: ValuedCustomer) -> bool:
    return customer.standing is not None and customer.standing.group == DETRACTOR


def _bands(customers: Iterable[ValuedCustomer], cut: str, order: Iterable[str]) -> tuple[Band, ...]:
    members: dict[str, list[ValuedCustomer]] = {}
    for each in customers:
        members.setdefault(each.band(cut), []).append(each)
    return tuple(_band(band, members[band]) for band in order if band in members)


def _band(band: str, members: list[ValuedCustomer]) -> Band:
    groups = [each.standing.group for each in members if each.standing]
    shares = stats.Shares(groups.count(DETRACTOR), groups.count(PASSIVE), groups.count(PROMOTER))
    return Band(
        band=band,
        customers=len(members),
        shares=shares,
        revenue=sum(each.money.revenue for each in members),
        left_over=sum(each.left_over for each in members),
        score=stats.nps_interval(shares, confidence=CONFIDENCE),
    )


def _margin_share(settings: MoneySettings, money: Iterable[Money]) -> tuple[float | None, str]:
    sums = list(money)
    revenue, known = sum(each.revenue for each in sums), sum(each.known_revenue for each in sums)
    if settings.margin_share is not None:
        return float(settings.margin_share), MARGIN
    if revenue <= 0 or known / revenue < LEAST_KNOWN:
        return None, REVENUE
    return sum(each.known_margin for each in sums) / known, MARGIN


def _left_over(money: Money, share: float | None) -> float:
    return money.revenue if share is None else money.margin(share) - money.cost


def _potentials(workspace: Workspace, key: str) -> dict[int, float]:
    told = property_of_customers(workspace, key=key) if key else {}
    return {customer: number for customer, text in told.items() if (number := worth_from(text)) is not None}
