"""What the files under `kuule/demo/story` hold, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kuule.demo.rules.by_link import LinkSurvey
from kuule.demo.rules.comments import Comment

Weights = Mapping[str, float]

STEADY, UNHAPPY, WON_BACK, ONBOARDING, QUIET = "steady", "unhappy", "won_back", "onboarding", "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSketch:
    """A customer company as the file tells it.

    `months` is how long it has been a customer. `mood` is the score that its people would give on an ordinary day
    (it may lie above 10: then nothing can spoil theirs). `themes` are what they talk about more than others.
    """

    key: str
    name: str
    country: str
    segment: str
    industry: str
    plan: str
    seats: int
    people: int
    team: str
    owner: str
    months: int
    mood: float
    arc: str = STEADY
    themes: Sequence[str] = ()
    languages: Weights = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """First and last names of one culture."""

    first: Sequence[str]
    last: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedMoment:
    """A touchpoint as the file tells it: its owner by the name in their address, its survey by its name."""

    name: str
    owner: str = ""
    survey: str = ""
    delay_minutes: int = 60
    share: int = 100
    daily_cap: int | None = None
    expires_days: int = 14


@dataclass(frozen=True, slots=True)
class SketchedStage:
    """A stage of the journey with its moments."""

    name: str
    moments: Sequence[SketchedMoment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What somebody said elsewhere as the file tells it: how many days ago, and of which account, if anybody knows."""

    source: str
    days: int
    words: str = ""
    heading: str = ""
    author: str = ""
    link: str = ""
    language: str = ""
    rating: str = ""
    reach: int | None = None
    account: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """All files together. `titles` go by language and contact role, `comments` by language and theme."""

    company: Mapping[str, Any]
    accounts: Sequence[AccountSketch]
    languages: Mapping[str, Weights]
    names: Mapping[str, Names]
    titles: Mapping[str, Mapping[str, Sequence[str]]]
    comments: Mapping[str, Mapping[str, Sequence[Comment]]]
    by_link: Sequence[LinkSurvey]
    journey: Sequence[SketchedStage]
    heard: Sequence[Remark]
