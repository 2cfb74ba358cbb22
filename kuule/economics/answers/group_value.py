"""What a promoter, a passive and a detractor are worth, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kuule import stats
from kuule.economics.answers.watched import DAYS_A_YEAR, WatchedCustomers, WatchedFacts, watched_customers
from kuule.economics.rules.columns import Flags, Floats, Ints
from kuule.economics.rules.groups import DETRACTOR, GROUPS, PASSIVE, PROMOTER
from kuule.economics.selectors.names import property_of_customers
from kuule.workspaces.models import Workspace

CONFIDENCE = 0.95
STEPS_A_YEAR = 12
# The curves are drawn as far as somebody was watched, at most so many years.
MOST_YEARS = 5
MOST_SEGMENTS = 12
EVERYBODY = "everybody"
PAIRS = ((PROMOTER, DETRACTOR), (PASSIVE, DETRACTOR), (PROMOTER, PASSIVE))


@dataclass(frozen=True, slots=True)
class Segment:
    """Customers that have one value of a property; the key of a property of accounts begins with `account.`."""

    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """One group of customers, each figure with its interval.

    `repurchase`, `products`, `cost`, `referrers` are of the `n_year` customers whose whole year after the answer is
    known. `reach` is what those who hear of it are worth, a loss, None where nobody said how many they are.
    """

    group: str
    n: int
    left: int
    n_year: int
    retention: stats.Amount
    margin_per_year: stats.Amount
    lifetime_value: stats.Amount
    repurchase: stats.Estimate
    products: stats.Amount
    cost: stats.Amount
    referrers: stats.Estimate
    reach: stats.Amount | None


@dataclass(frozen=True, slots=True)
class Curve:
    """How many of a group are still there after each month: the points of the curve, and how many are watched then."""

    group: str
    points: tuple[stats.SurvivalPoint, ...]
    at_risk: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What lies between two groups, over the horizon and in the first year; `better` is expected to be worth more."""

    better: str
    worse: str
    lifetime: stats.ValueDifference
    year: stats.ValueDifference


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupValues:
    """The groups that have customers, the differences between them, and their curves."""

    watched: WatchedFacts
    groups: tuple[GroupFigures, ...]
    between: tuple[Between, ...]
    curves: tuple[Curve, ...]
    logrank: stats.LogRank | None

    @property
    def n(self) -> int:
        """Return how many customers were watched."""
        return self.watched.n

    @property
    def differences(self) -> dict[tuple[str, str], stats.ValueDifference]:
        """Return the differences over the horizon by pairs of groups."""
        return {(each.better, each.worse): each.lifetime for each in self.between}

    @property
    def yearly(self) -> dict[tuple[str, str], stats.ValueDifference]:
        """Return the differences of the first year by pairs of groups."""
        return {(each.better, each.worse): each.year for each in self.between}

    @property
    def goes_beyond(self) -> bool:
        """Tell whether a lifetime value reaches further than the customers of its group were watched."""
        return any(stats.Caution.HORIZON_BEYOND in each.lifetime_value.warnings for each in self.groups)

    def of(self, group: str) -> GroupFigures | None:
        """Return the figures of a group, None if nobody is in it."""
        return next((each for each in self.groups if each.group == group), None)


def value_of_groups(workspace: Workspace, *, day: date, segment: Segment | None = None) -> GroupValues:
    """Return what customers of each group are worth as known on a day, all of them or those of a segment."""
    watched = watched_customers(workspace, day=day)
    if segment is not None:
        told = property_of_customers(workspace, key=segment.key)
        watched = watched.among({each for each, value in told.items() if value == segment.value})
    return group_values(watched)


def group_values(watched: WatchedCustomers) -> GroupValues:
    """Return what the customers of each group are worth, among these."""
    if not len(watched):
        return GroupValues(watched=watched.facts, groups=(), between=(), curves=(), logrank=None)
    horizon, discount = watched.settings.horizon_years, float(watched.settings.discount)
    columns = _columns_of(watched)
    found = _lifetimes(columns, horizon=horizon, discount=discount)
    everybody = _lifetimes(columns, horizon=horizon, discount=discount, is_cut=False).groups[EVERYBODY]
    yearly = _lifetimes(columns, horizon=1.0, discount=0.0)
    groups = [group for group in GROUPS if group in found.groups]
    return GroupValues(
        watched=watched.facts,
        groups=tuple(_figures(watched, group, found.groups[group], everybody.lifetime_value) for group in groups),
        between=tuple(
            Between(better=pair[0], worse=pair[1], lifetime=found.differences[pair], year=yearly.differences[pair])
            for pair in PAIRS
            if pair in found.differences
        ),
        curves=_curves(columns, groups),
        logrank=stats.logrank(columns.time, columns.left, columns.group) if len(groups) > 1 else None,
    )


def value_differences(watched: WatchedCustomers) -> dict[tuple[str, str], stats.ValueDifference]:
    """Return the `differences` of `group_values` alone, for whoever needs no curves and no first year."""
    if not len(watched):
        return {}
    horizon, discount = watched.settings.horizon_years, float(watched.settings.discount)
    found = _lifetimes(_columns_of(watched), horizon=horizon, discount=discount)
    return {pair: found.differences[pair] for pair in PAIRS if pair in found.differences}


@dataclass(frozen=True, slots=True)
class SegmentValue:
    """A segment, how many of its customers were watched, and the lifetime value of each group that has some."""

    value: str
    n: int
    lifetimes: dict[str, stats.Amount]


def value_by_segment(watched: WatchedCustomers, told: Mapping[int, str]) -> list[SegmentValue]:
    """Return the segments that a property of customers makes, the largest first, at most `MOST_SEGMENTS`."""
    members: dict[str, set[int]] = {}
    for customer in watched.customer.tolist():
        if customer in told:
            members.setdefault(told[customer], set()).add(customer)
    largest = sorted(members.items(), key=lambda each: (-len(each[1]), each[0]))[:MOST_SEGMENTS]
    horizon, discount = watched.settings.horizon_years, float(watched.settings.discount)
    found = []
    for value, customers in largest:
        columns = _columns_of(watched.among(customers))
        values = _lifetimes(columns, horizon=horizon, discount=discount, is_adjusted=False)
        lifetimes = {group: values.groups[group].lifetime_value for group in GROUPS if group in values.groups}
        found.append(SegmentValue(value, len(customers), lifetimes))
    return found


@dataclass(frozen=True, slots=True)
class CutValues:
    """The figures of all customers or of one segment, and beside those of all the segments that they fall into."""

    values: GroupValues
    segments: tuple[SegmentValue, ...] = ()


def cut_values(workspace: Workspace, *, day: date, key: str = "", value: str = "") -> CutValues:
    """Return what all customers are worth, with a property its segments too; or those who have one value of it."""
    if value:
        return CutValues(value_of_groups(workspace, day=day, segment=Segment(key, value)))
    watched = watched_customers(workspace, day=day)
    told = property_of_customers(workspace, key=key) if key else {}
    return CutValues(group_values(watched), tuple(value_by_segment(watched, told)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Columns:
    """k customers as `stats.lifetime_values` reads them, (k,) each: made once for all figures."""

    margin: Floats
    years: Floats
    time: Floats
    left: Floats
    size: Floats
    tenure: Floats
    group: Ints


def _columns_of(watched: WatchedCustomers) -> _Columns:
    return _Columns(
        margin=watched.left_over,
        # Who left on the day of the answer was watched for that day.
        years=np.maximum(watched.paid_days, 1) / DAYS_A_YEAR,
        time=(watched.until - watched.since) / DAYS_A_YEAR,
        left=watched.has_left.astype(np.float64),
        size=watched.size,
        tenure=watched.tenure / DAYS_A_YEAR,
        group=watched.group,
    )


def _lifetimes(
    columns: _Columns, *, horizon: float, discount: float, is_cut: bool = True, is_adjusted: bool = True
) -> stats.LifetimeValues:
    """Return the values by the names of the groups; of all customers together without `is_cut`."""
    is_adjusted = is_adjusted and is_cut
    names = GROUPS if is_cut else (EVERYBODY,)
    found = stats.lifetime_values(
        margin=columns.margin,
        years=columns.years,
        time=columns.time,
        left=columns.left,
        group=columns.group if is_cut else np.zeros_like(columns.group),
        size=columns.size if is_adjusted else None,
        tenure=columns.tenure if is_adjusted else None,
        horizon=float(horizon),
        discount=discount,
        confidence=CONFIDENCE,
    )
    return replace(
        found,
        groups={names[int(str(place))]: each for place, each in found.groups.items()},
        differences={
            (names[int(str(one))], names[int(str(other))]): each for (one, other), each in found.differences.items()
        },
    )


def _figures(
    watched: WatchedCustomers, group: str, found: stats.GroupValue, lifetime_of_all: stats.Amount
) -> GroupFigures:
    of_year = watched.of(watched.has_whole_year & (watched.group == GROUPS.index(group)))
    return GroupFigures(
        group=group,
        n=found.n,
        left=found.left,
        n_year=len(of_year),
        retention=found.retention,
        margin_per_year=found.margin_per_year,
        lifetime_value=found.lifetime_value,
        repurchase=_share(of_year.year.first_sale > 0),
        products=stats.mean_interval(of_year.year.products, confidence=CONFIDENCE),
        cost=stats.mean_interval(of_year.year.cost, confidence=CONFIDENCE),
        referrers=_share(of_year.referrals > 0),
        reach=_reach(watched, lifetime_of_all) if group == DETRACTOR else None,
    )


def _share(did: Flags) -> stats.Estimate:
    return stats.share_interval(int(did.sum()), len(did), confidence=CONFIDENCE)


def _reach(watched: WatchedCustomers, lifetime_of_all: stats.Amount) -> stats.Amount | None:
    hearers, loss = watched.settings.hearers, watched.settings.hearer_loss
    return None if hearers is None or loss is None else lifetime_of_all.times(-float(hearers) * float(loss))


def _curves(columns: _Columns, groups: Sequence[str]) -> tuple[Curve, ...]:
    curves = []
    for group in groups:
        own = columns.group == GROUPS.index(group)
        time = columns.time[own]
        last = int(min(time.max(), MOST_YEARS) * STEPS_A_YEAR)
        at = np.arange(last + 1) / STEPS_A_YEAR
        found = stats.kaplan_meier(time, columns.left[own], at=at.tolist(), confidence=CONFIDENCE)
        at_risk = tuple(int((time >= moment).sum()) for moment in at)
        curves.append(Curve(group, found.curves["all"].at, at_risk))
    return tuple(curves)
