"""Who appears in the story: customer companies and the people in them."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from kuule.contacts.rules import CONTACT_ROLES, DECISION_MAKER, INFLUENCER, USER
from kuule.demo.rules import chance
from kuule.demo.rules.calendar import PANELS, Stage, months_before
from kuule.demo.rules.customers import ONBOARDING, QUIET, AccountSketch, Weights
from kuule.demo.rules.story import Story

KEY_ACCOUNT_TEAM = "Germany & Key accounts"
ROLE_WEIGHTS = (20, 30, 50)
CULTURES = {"Norway": "no", "Denmark": "da"}
# Shares of people to whom something happens.
JOINS_LATER, LEAVES, HAS_NO_ADDRESS, BOUNCES = 0.25, 0.02, 0.012, 0.022
UNREACHABLE_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ł": "l"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer company at its place in time. `names` are the languages and names of its people."""

    sketch: AccountSketch
    started_at: datetime
    is_new: bool
    names: Sequence[tuple[str, str]]
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in a customer company. `eagerness` is how likely they answer, `leaning` their own bias in points."""

    key: str
    customer: Customer
    name: str
    email: str
    role: str
    title: str
    language: str
    panel: int
    joined_at: datetime
    leaves_at: datetime | None
    mail_bounces: bool
    eagerness: float
    leaning: float


def customers(story: Story, stage: Stage) -> list[Customer]:
    """Return the customer companies; one that came before Kuule did is known from the beginning."""
    return [_customer(story, sketch, stage) for sketch in story.accounts]


def people(story: Story, customers: Iterable[Customer], stage: Stage) -> list[Person]:
    """Return the people of these companies. No two have the same name in one company; the panels take turns."""
    panels = cycle(range(1, PANELS + 1))
    return [
        _person(story, stage, customer, number, next(panels))
        for customer in customers
        for number in range(customer.sketch.people)
    ]


def _customer(story: Story, sketch: AccountSketch, stage: Stage) -> Customer:
    signed_at = months_before(stage.now, sketch.months)
    properties = {
        "segment": sketch.segment,
        "country": sketch.country,
        "industry": sketch.industry,
        "plan": sketch.plan,
        "seats": sketch.seats,
        "customer_since": date(signed_at.year, signed_at.month, 1).isoformat(),
        "yearly_value": sketch.seats * story.company["plans"][sketch.plan],
        "key_account": sketch.team == KEY_ACCOUNT_TEAM and sketch.segment == "Enterprise",
    }
    return Customer(
        sketch=sketch,
        started_at=max(signed_at, stage.began_at),
        is_new=signed_at > stage.began_at,
        names=list(_distinct_names(story, sketch)),
        properties=properties,
    )


def _distinct_names(story: Story, sketch: AccountSketch) -> Iterator[tuple[str, str]]:
    luck = chance("names", sketch.key)
    taken: set[str] = set()
    while len(taken) < sketch.people:
        language = _weighted(luck, sketch.languages or story.languages[sketch.country])
        names = story.names[CULTURES.get(sketch.country, language)]
        name = f"{luck.choice(names.first)} {luck.choice(names.last)}"
        if name not in taken:
            taken.add(name)
            yield language, name


def _person(story: Story, stage: Stage, customer: Customer, number: int, panel: int) -> Person:
    luck = chance("person", customer.sketch.key, number)
    language, name = customer.names[number]
    role = CONTACT_ROLES[number] if number < len(CONTACT_ROLES) else luck.choices(CONTACT_ROLES, ROLE_WEIGHTS)[0]
    late = not customer.is_new and luck.random() < JOINS_LATER
    joined_at = customer.started_at + (luck.random() * 0.8 * (stage.now - stage.began_at) if late else timedelta(0))
    leaves = luck.random() < LEAVES
    return Person(
        key=f"{customer.sketch.key}-{number}",
        customer=customer,
        name=name,
        email="" if luck.random() < HAS_NO_ADDRESS else address(name, customer.sketch.key),
        role=role,
        title=luck.choice(story.titles[language][role]),
        language=language,
        panel=panel,
        joined_at=joined_at,
        leaves_at=joined_at + timedelta(days=luck.uniform(100, 300)) if leaves else None,
        mail_bounces=luck.random() < BOUNCES,
        eagerness=_eagerness(luck, customer, role),
        leaning=luck.gauss(0, 0.7),
    )


def address(name: str, domain: str) -> str:
    """Return somebody's made-up address: under `.example`, which no mail ever reaches (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(UNREACHABLE_LETTERS))
    return f"{plain.encode('ascii', 'ignore').decode().replace(' ', '.')}@{domain}.example"


def _eagerness(luck: Random, customer: Customer, role: str) -> float:
    # Some always answer, some never do; those who decide have the least time.
    usual = luck.betavariate(1.1, 1.9)
    role_factor = {DECISION_MAKER: 0.8, INFLUENCER: 1.05, USER: 1.0}[role]
    arc_factor = {ONBOARDING: 1.7, QUIET: 0.7}.get(customer.sketch.arc, 1.0)
    return min(0.95, usual * role_factor * arc_factor)


def _weighted(luck: Random, weights: Weights) -> str:
    keys: Sequence[str] = list(weights)
    return luck.choices(keys, [weights[key] for key in keys])[0]
