"""What happens at the touchpoints: to whom, and when. Some of them nobody knew before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from kuule.contacts.rules import INFLUENCER, USER
from kuule.demo.rules import chance
from kuule.demo.rules.calendar import Turn
from kuule.demo.rules.cast import CULTURES, Person, address
from kuule.demo.rules.customers import STEADY, AccountSketch, GroupSketch
from kuule.demo.rules.phones import phones
from kuule.demo.rules.story import Happening, Story
from kuule.demo.rules.voices import drawn

FIRST_HOUR, LAST_HOUR = 7, 17
# Who was asked so lately is left alone by every rule.
LATELY = timedelta(days=50)
LAST_DAYS = (1.5, 11)
ROLES = {USER: 4, INFLUENCER: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who has no turn in a panel."""

    name: str
    email: str
    language: str
    title: str
    role: str = ""
    phone: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened, to somebody new or to a person of the story."""

    at: datetime
    who: Visitor | Person
    properties: Mapping[str, Any] = field(default_factory=dict)


def happened(
    happening: Happening,
    *,
    story: Story,
    people: Sequence[Person],
    turns: Sequence[Turn],
    now: datetime,
    zone: ZoneInfo,
) -> list[Happened]:
    """Return everything that happened at a touchpoint, the oldest first, all of it before `now`."""
    luck = chance("happened", happening.moment)
    newcomers = _Newcomers(luck, happening, story, people, now)
    moments = [_moment(luck, happening, now, zone) for _ in range(happening.newcomers + happening.known)]
    moments += [now - timedelta(days=luck.uniform(*LAST_DAYS)) for _ in range(happening.lately)]
    moments += [now - timedelta(minutes=luck.randint(90, 200)) for _ in range(happening.today)]
    found = []
    for number, at in enumerate(moments):
        asked = _asked_lately(people, turns, at)
        is_known = happening.newcomers <= number < happening.newcomers + happening.known and asked
        who = luck.choice(asked) if is_known else newcomers.next_at(at)
        properties = {key: luck.choice(values) for key, values in happening.properties.items()}
        found.append(Happened(at, who, properties))
    return sorted(found, key=lambda each: each.at)


def members_of(sketch: GroupSketch, story: Story) -> list[Visitor]:
    """Return the people of a group that has no accounts, no two with one name."""
    luck, numbers = chance("group", sketch.domain), phones(sketch.domain)
    found: dict[str, Visitor] = {}
    for language, count in sketch.people.items():
        names = story.names[language]
        for _ in range(count):
            name = f"{luck.choice(names.first)} {luck.choice(names.last)}"
            found.setdefault(
                name,
                Visitor(
                    name=name,
                    email=address(name, sketch.domain),
                    language=language,
                    title=luck.choice(sketch.titles[language]),
                    phone=next(numbers[language], "") if language in numbers else "",
                ),
            )
    return list(found.values())


class _Newcomers:
    """People whom nobody knew before, in companies that have long been customers and have no story of their own."""

    def __init__(
        self, luck: Random, happening: Happening, story: Story, people: Sequence[Person], now: datetime
    ) -> None:
        self._luck, self._story, self._now, self._numbers = luck, story, now, phones(happening.moment)
        self._taken = {each.email for each in people}
        there = {each.customer.sketch.key: each.customer for each in people if not each.customer.is_new}
        self._places = [each.sketch for each in there.values() if each.sketch.arc == STEADY]

    def next_at(self, at: datetime) -> Visitor:
        """Return the next one, who has an address that nobody else has.

        There are few numbers: they are for the newest, who may still be called.
        """
        numbers = self._numbers if at > self._now - LATELY else {}
        while True:
            sketch = self._luck.choices(self._places, [each.people for each in self._places])[0]
            newcomer = self._newcomer(sketch, numbers)
            if newcomer.email not in self._taken:
                self._taken.add(newcomer.email)
                return newcomer

    def _newcomer(self, sketch: AccountSketch, numbers: Mapping[str, Iterator[str]]) -> Visitor:
        luck, story = self._luck, self._story
        language = drawn(luck, sketch.languages or story.languages[sketch.country])
        names = story.names[CULTURES.get(sketch.country, language)]
        name, role = f"{luck.choice(names.first)} {luck.choice(names.last)}", drawn(luck, ROLES)
        return Visitor(
            name=name,
            email=address(name, sketch.key),
            language=language,
            title=luck.choice(story.titles[language][role]),
            role=role,
            phone=next(numbers[language], "") if language in numbers else "",
            account=sketch.name,
        )


def _asked_lately(people: Sequence[Person], turns: Sequence[Turn], at: datetime) -> list[Person]:
    fresh = {turn.panel: turn.at for turn in turns if at - LATELY <= turn.at < at}
    return [
        each
        for each in people
        if each.panel in fresh
        and each.joined_at < fresh[each.panel]
        and not each.leaves_at
        and not each.customer.is_new
    ]


def _moment(luck: Random, happening: Happening, now: datetime, zone: ZoneInfo) -> datetime:
    day = (now - timedelta(days=happening.days_ago - luck.randrange(happening.days))).astimezone(zone)
    return day.replace(hour=luck.randint(FIRST_HOUR, LAST_HOUR), minute=luck.randrange(60))
