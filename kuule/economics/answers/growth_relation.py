"""Whether growth goes with the score among the company's own units, beside "7 points are 1 % of growth"."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from kuule import stats
from kuule.economics.answers.watched import end_of
from kuule.economics.rules.earned import year_before
from kuule.economics.rules.groups import DETRACTOR, PASSIVE, PROMOTER, Standing, group_of, standings_on
from kuule.economics.rules.money import revenue_in
from kuule.economics.selectors.ledger import revenue_totals
from kuule.economics.selectors.lines import ledger_lines
from kuule.economics.selectors.names import parents_of_customers, property_of_customers, teams_of_customers
from kuule.economics.selectors.standings import named_answers
from kuule.workspaces.models import Workspace

# What the units are, besides the values of a property, which go by its key.
TEAMS, PARENTS, QUARTERS = "teams", "parents", "quarters"
# Marsden, Samson and Upton (London School of Economics, 2005): among British companies, 7 points more of NPS went with
# 1 % more growth. Points, not percent: the score is a difference of two shares.
PUBLISHED_GROWTH = 0.01
# Fewer answers say nothing of the score of a unit.
LEAST_ANSWERS = 5
MOST_QUARTERS, A_YEAR_OF_QUARTERS = 20, 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its score of the year before as a proportion, the error of it, and how its revenue grew since."""

    name: str
    score: float
    error: float
    answers: int
    growth: float
    revenue: float


@dataclass(frozen=True, slots=True)
class GrowthOfUnits:
    """The units that have both figures, the relation between them, and how many units lack one of the two."""

    kind: str
    units: tuple[Unit, ...]
    lacking: int
    relation: stats.GrowthRelation


def growth_of_units(workspace: Workspace, *, day: date, kind: str) -> GrowthOfUnits:
    """Return how growth goes with the score before it, across units of a kind as known on a day."""
    units, lacking = _quarters(workspace, day) if kind == QUARTERS else _parts(workspace, day, kind)
    relation = stats.growth_relation(
        [each.score for each in units],
        [each.growth for each in units],
        errors=[each.error for each in units],
        over_time=kind == QUARTERS,
    )
    return GrowthOfUnits(kind, tuple(units), lacking, relation)


def _parts(workspace: Workspace, day: date, kind: str) -> tuple[list[Unit], int]:
    """Return teams, parents or values of a property: growth of twelve months, and the score at their beginning."""
    since = year_before(day)
    unit_of = _unit_of(workspace, kind)
    standings = standings_on(named_answers(workspace, until=end_of(since, workspace)), day=since)
    revenue = revenue_in(ledger_lines(workspace), spans=[(year_before(since), since), (since, day)])
    amounts = defaultdict[str, list[Decimal]](lambda: [Decimal(0), Decimal(0)])
    for customer, (prior, current) in revenue.items():
        if customer in unit_of:
            amounts[unit_of[customer]][0] += prior
            amounts[unit_of[customer]][1] += current
    voices = defaultdict[str, list[Standing]](list)
    for customer, standing in standings.items():
        if customer in unit_of:
            voices[unit_of[customer]].append(standing)
    names = sorted({*amounts, *voices})
    units = [_unit(name, [each.group for each in voices[name]], *amounts[name]) for name in names]
    found = [unit for unit in units if unit is not None]
    return found, len(units) - len(found)


def _unit_of(workspace: Workspace, kind: str) -> Mapping[int, str]:
    if kind == TEAMS:
        return teams_of_customers(workspace)
    return parents_of_customers(workspace) if kind == PARENTS else property_of_customers(workspace, key=kind)


def _quarters(workspace: Workspace, day: date) -> tuple[list[Unit], int]:
    """Return quarters: the score of each, and how the revenue of the next one grew against a year before."""
    ends = [_quarter_end(day)]
    while len(ends) < MOST_QUARTERS + A_YEAR_OF_QUARTERS + 1:
        ends.insert(0, _quarter_end(ends[0].replace(day=1) - timedelta(days=62)))
    spans = list(pairwise(ends))
    revenue = revenue_totals(workspace, spans=spans)
    groups = defaultdict[date, list[str]](list)
    for answer in named_answers(workspace, until=end_of(ends[-1], workspace)):
        groups[_quarter_end(answer.day, is_whole=False)].append(group_of(answer.score))
    units = [
        _unit(
            f"{since.year}-Q{(since.month + 2) // 3}",
            groups[since],
            revenue[place - A_YEAR_OF_QUARTERS],
            revenue[place],
        )
        for place, (since, _until) in enumerate(spans)
        if place >= A_YEAR_OF_QUARTERS
    ]
    found = [unit for unit in units if unit is not None]
    return found, len(units) - len(found)


def _quarter_end(day: date, *, is_whole: bool = True) -> date:
    """Return the end of the quarter that a day is in, or with `is_whole` of the last one that is over on it."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    following = (first + timedelta(days=95)).replace(day=1)
    end = following - timedelta(days=1)
    return end if not is_whole or end <= day else first - timedelta(days=1)


def _unit(name: str, groups: list[str], prior: Decimal, current: Decimal) -> Unit | None:
    if prior <= 0 or len(groups) < LEAST_ANSWERS:
        return None
    counted = Counter(groups)
    summary = stats.nps_summary(stats.Shares(counted[DETRACTOR], counted[PASSIVE], counted[PROMOTER]))
    error = summary.se_sample if summary.se_sample is not None else summary.se
    return Unit(name, summary.nps or 0.0, error or 0.0, len(groups), float(current / prior) - 1, float(current))
