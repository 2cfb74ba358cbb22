"""The five figures of the executive page, each beside what it was a year before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from kuule.economics.answers.causes import causes_removed
from kuule.economics.answers.earned_growth import earned_growth_on
from kuule.economics.answers.loop import LoopKept, loop_kept
from kuule.economics.answers.renewals import renewal_outlook
from kuule.economics.rules.money import Lines, revenue_in
from kuule.economics.selectors.lines import ledger_lines
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.standings import answer_columns
from kuule.insight.answers.voices import Voice, voices
from kuule.insight.query import Query
from kuule.insight.query.periods import day_start
from kuule.insight.selectors.people import response_rate
from kuule.stats import Amount, CustomerGrowth
from kuule.stats.change import direction_of
from kuule.stats.mover import Bounded, Difference, difference_of
from kuule.surveys.rules import RELATIONSHIP
from kuule.workspaces.models import Workspace

EARNED_GROWTH, RELATIONSHIP_NPS, AT_RISK, LOOP, CAUSES = "earned_growth", "relationship", "at_risk", "loop", "causes"
YEAR = timedelta(days=365)
NOTHING = Bounded(value=None, lower=None, upper=None)
NO_CHANGE = Difference(value=None, lower=None, upper=None, direction=None)

# Why there is no figure, besides the codes of `answers.earned_growth`.
NO_ANSWERS, NO_CONTRACTS, SHORT_PAST, NO_DETRACTORS, NO_CONTACTS = (
    "no_answers",
    "no_contracts",
    "short_past",
    "no_detractors",
    "no_contacts",
)
NOT_SHOWN, NO_VALUE = "not_shown", "no_value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One of the five figures: as it is, as it was a year before, and the difference with its interval.

    Without a figure `missing` says why. `facts` are the numbers that its words need, such as n.
    """

    key: str
    now: Bounded
    before: Bounded = NOTHING
    change: Difference = NO_CHANGE
    missing: str = ""
    facts: Mapping[str, float | int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExecutiveFigures:
    """The five figures in their order, for the twelve months up to and including `day`."""

    day: date
    currency: str
    headlines: tuple[Headline, ...]


def executive_figures(workspace: Workspace, *, day: date) -> ExecutiveFigures:
    """Return the five figures as known on a day."""
    lines = ledger_lines(workspace)
    return ExecutiveFigures(
        day,
        money_settings(workspace).currency,
        (
            _earned_growth(workspace, day, lines),
            _relationship(workspace, day, lines),
            _at_risk(workspace, day, lines),
            _loop(workspace, day),
            _causes(workspace, day, lines),
        ),
    )


def _earned_growth(workspace: Workspace, day: date, lines: Lines) -> Headline:
    found = earned_growth_on(workspace, day=day, lines=lines)
    year, before = found.year, found.before
    if year.growth is None or year.chance is None:
        return Headline(key=EARNED_GROWTH, now=NOTHING, missing=year.missing)
    return Headline(
        key=EARNED_GROWTH,
        now=_earned(year.chance),
        before=_earned(before.chance) if before and before.chance else NOTHING,
        change=_difference(found.change),
        facts={
            "nrr": year.growth.nrr,
            "enc": year.growth.enc,
            "total": year.growth.total_growth_rate,
            "customers": year.chance.customers,
            "if_earned": year.growth.earned_growth_rate_upper,
        },
    )


def _relationship(workspace: Workspace, day: date, lines: Lines) -> Headline:
    query, earlier = _year_of(workspace, day), _year_of(workspace, day - YEAR)
    found, found_earlier = voices(query), voices(earlier)
    # Where most answers come from people without an account, a person is the customer, and every answer is one voice.
    is_of_accounts = 2 * found.by_account.n >= found.by_answer.n
    voice = found.by_account if is_of_accounts else found.by_answer
    was = found_earlier.by_account if is_of_accounts else found_earlier.by_answer
    if voice.value is None:
        return Headline(key=RELATIONSHIP_NPS, now=NOTHING, missing=NO_ANSWERS)
    rate = response_rate(query)
    return Headline(
        key=RELATIONSHIP_NPS,
        now=_voice(voice),
        before=_voice(was),
        change=difference_of(_voice(was), _voice(voice)),
        facts={
            "n": voice.n,
            "accounts": voice.accounts if is_of_accounts else 0,
            "rate": rate.answered / rate.asked if rate and rate.asked else None,
            "covered": _covered(workspace, query, day, lines),
        },
    )


def _at_risk(workspace: Workspace, day: date, lines: Lines) -> Headline:
    found = renewal_outlook(workspace, day=day, lines=lines)
    facts = {
        "value": found.value,
        "customers": len(found.renewals),
        "share": found.at_risk.value / found.value if found.at_risk.value is not None and found.value else None,
        "more_decided": found.learnt.more_decided,
        "more_lost": found.learnt.more_lost,
        "more_renewed": found.learnt.more_renewed,
    }
    if found.at_risk.value is None:
        missing = SHORT_PAST if found.renewals else NO_CONTRACTS
        return Headline(key=AT_RISK, now=NOTHING, missing=missing, facts=facts)
    was = renewal_outlook(workspace, day=day - YEAR, lines=lines)
    return Headline(
        key=AT_RISK,
        now=found.at_risk,
        before=was.at_risk,
        change=difference_of(was.at_risk, found.at_risk),
        facts=facts,
    )


def _loop(workspace: Workspace, day: date) -> Headline:
    zone = ZoneInfo(workspace.timezone)
    found = loop_kept(workspace, now=day_start(day + timedelta(days=1), zone))
    was = loop_kept(workspace, now=day_start(day - YEAR + timedelta(days=1), zone))
    facts = {"kept": found.kept, "missed": found.missed, "waiting": found.waiting, "unknown": found.unknown}
    if not found.is_known:
        missing = NO_CONTACTS if found.kept + found.missed else NO_DETRACTORS
        return Headline(key=LOOP, now=NOTHING, missing=missing, facts=facts)
    return Headline(
        key=LOOP, now=_share(found), before=_share(was), change=difference_of(_share(was), _share(found)), facts=facts
    )


def _causes(workspace: Workspace, day: date, lines: Lines) -> Headline:
    found = causes_removed(workspace, day=day, lines=lines)
    facts = {
        "causes": len(found.causes),
        "shown": len(found.shown),
        "hoped_for": float(found.hoped_for),
    }
    if not found.shown or found.worth is None:
        return Headline(key=CAUSES, now=NOTHING, missing=NO_VALUE if found.shown else NOT_SHOWN, facts=facts)
    worth, was = found.worth, causes_removed(workspace, day=day - YEAR, lines=lines).worth
    now = Bounded(value=worth.value, lower=worth.lower, upper=worth.upper)
    before = Bounded(value=was.value, lower=was.lower, upper=was.upper) if was else NOTHING
    return Headline(key=CAUSES, now=now, before=before, change=difference_of(before, now), facts=facts)


def _year_of(workspace: Workspace, day: date) -> Query:
    zone = ZoneInfo(workspace.timezone)
    return Query(
        workspace_id=workspace.pk,
        timezone=workspace.timezone,
        family=RELATIONSHIP,
        since=day_start(day - YEAR + timedelta(days=1), zone),
        until=day_start(day + timedelta(days=1), zone),
        few_below=workspace.min_n_shown,
    )


def _covered(workspace: Workspace, query: Query, day: date, lines: Lines) -> float | None:
    """Return the share of the year's revenue whose customers answered by name; None where nothing was sold."""
    paid = {code: max(float(year), 0.0) for code, (year,) in revenue_in(lines, spans=[(day - YEAR, day)]).items()}
    total = sum(paid.values())
    if not total or query.since is None or query.until is None:
        return None
    heard = set(answer_columns(workspace, since=query.since, until=query.until).customer.tolist())
    return sum(year for code, year in paid.items() if code in heard) / total


def _earned(chance: CustomerGrowth) -> Bounded:
    """Return the rate with what both chance and unknown origins leave open."""
    known, if_earned = chance.earned_growth_rate, chance.earned_growth_rate_if_earned
    return Bounded(value=known.value, lower=known.lower, upper=if_earned.upper)


def _difference(change: Amount | None) -> Difference:
    if change is None:
        return NO_CHANGE
    direction = direction_of(change.lower, change.upper)
    return Difference(value=change.value, lower=change.lower, upper=change.upper, direction=direction)


def _voice(voice: Voice) -> Bounded:
    return Bounded(value=voice.value, lower=voice.lower, upper=voice.upper)


def _share(found: LoopKept) -> Bounded:
    if not found.is_known:
        return NOTHING
    return Bounded(value=found.share.value, lower=found.share.lower, upper=found.share.upper)
