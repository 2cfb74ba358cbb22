"""How many times as often promoters buy again, forgive and try an offer as detractors do, from one's own customers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kuule import stats
from kuule.economics.answers.group_value import CONFIDENCE
from kuule.economics.answers.watched import WatchedCustomers, end_of
from kuule.economics.rules import INCIDENT, OFFER, RENEWED
from kuule.economics.rules.groups import DETRACTOR, GROUPS, PROMOTER, Answer, standings_on
from kuule.economics.rules.multipliers import (
    FORGIVEN_WITHIN_DAYS,
    FORGIVENESS,
    MULTIPLIERS,
    PUBLISHED,
    REPURCHASE,
    TRYING,
)
from kuule.economics.selectors.ledger import Stretch, money_in
from kuule.economics.selectors.lives import commitments_of_customers, event_days, event_outcomes
from kuule.economics.selectors.standings import named_answers
from kuule.workspaces.models import Workspace

WITHIN = timedelta(days=FORGIVEN_WITHIN_DAYS)


@dataclass(frozen=True, slots=True)
class Deed:
    """Whether a customer of a group, as it stood before, did something it could have done."""

    customer: int
    group: str
    day: date
    did: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier:
    """What one's own promoters do so many times as often as detractors, and the published figure.

    `shares` is what share of each group did it, of how many; `ratio` is None where one of the two groups is empty.
    """

    kind: str
    shares: Mapping[str, stats.Estimate]
    ratio: stats.SharesCompared | None
    published: float
    deeds: tuple[Deed, ...]


def multipliers(workspace: Workspace, watched: WatchedCustomers) -> list[Multiplier]:
    """Return the own multipliers as known on the day of the watched customers."""
    kept = set(watched.customer.tolist())
    answers = _by_customer(named_answers(workspace, until=end_of(watched.day, workspace)), kept)
    deeds = {
        REPURCHASE: _repurchases(watched),
        FORGIVENESS: _forgiveness(workspace, answers, watched.day),
        TRYING: _trying(workspace, answers, watched.day),
    }
    return [_multiplier(kind, deeds[kind]) for kind in MULTIPLIERS]


def _multiplier(kind: str, deeds: list[Deed]) -> Multiplier:
    hits = {group: sum(each.did for each in deeds if each.group == group) for group in GROUPS}
    all_of = {group: sum(each.group == group for each in deeds) for group in GROUPS}
    shares = {group: stats.share_interval(hits[group], all_of[group], confidence=CONFIDENCE) for group in GROUPS}
    both = (hits[PROMOTER], all_of[PROMOTER], hits[DETRACTOR], all_of[DETRACTOR])
    ratio = stats.ratio_of_shares(*both, confidence=CONFIDENCE) if all_of[PROMOTER] and all_of[DETRACTOR] else None
    return Multiplier(kind=kind, shares=shares, ratio=ratio, published=PUBLISHED[kind], deeds=tuple(deeds))


def _by_customer(answers: Iterable[Answer], kept: set[int]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = {}
    for each in answers:
        if each.customer in kept:
            found.setdefault(each.customer, []).append(each)
    return found


def _group_before(answers: list[Answer], day: date) -> str | None:
    """Return how a customer stood on the day before something happened, None if it had not answered in the year."""
    standing = next(iter(standings_on(answers, day=day - timedelta(days=1)).values()), None)
    return standing.group if standing else None


def _repurchases(watched: WatchedCustomers) -> list[Deed]:
    return [
        Deed(each.customer, each.group, each.life.since, each.year.first_sale is not None)
        for each in watched.of(watched.has_whole_year).customers
    ]


def _forgiveness(workspace: Workspace, answers: Mapping[int, list[Answer]], day: date) -> list[Deed]:
    """Return of each customer's first bad incident whether it bought or renewed soon after."""
    days = event_days(workspace, kind=INCIDENT, until=day - WITHIN)
    first = {customer: happened[0] for customer, happened in days.items() if customer in answers}
    bought = money_in(workspace, stretches=[Stretch(each, on, on + WITHIN) for each, on in first.items()])
    contracts = commitments_of_customers(workspace) if first else {}
    deeds = []
    for customer, happened_on in first.items():
        group = _group_before(answers[customer], happened_on)
        if group:
            has_renewed = any(
                each.outcome == RENEWED and each.decided_on and happened_on < each.decided_on <= happened_on + WITHIN
                for each in contracts.get(customer, ())
            )
            has_bought = customer in bought and bought[customer].first_sale is not None
            deeds.append(Deed(customer, group, happened_on, has_bought or has_renewed))
    return deeds


def _trying(workspace: Workspace, answers: Mapping[int, list[Answer]], day: date) -> list[Deed]:
    """Return of each customer's first offer whose outcome is known whether it was taken."""
    deeds = []
    for customer, (offered_on, was_taken) in event_outcomes(workspace, kind=OFFER, until=day).items():
        group = _group_before(answers[customer], offered_on) if customer in answers else None
        if group:
            deeds.append(Deed(customer, group, offered_on, was_taken))
    return deeds
