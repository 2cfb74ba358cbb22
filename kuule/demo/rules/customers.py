"""Who the customers and the other people of the story are, as the files under `kuule/demo/story` tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kuule.demo.rules.comments import Comment
from kuule.demo.rules.voices import Scores
from kuule.dispatch.rules.reminders import Reminder

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
class GroupSketch:
    """People who are no customers, as the file tells it: how many of each language, and where their addresses are."""

    people: Mapping[str, int]
    titles: Mapping[str, Sequence[str]]
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersSketch(GroupSketch):
    """The partners, whom a programme asks. Those who like `wish` best of all channels have quiet hours too."""

    survey: str
    programme: str
    days: int
    reminders: Sequence[Reminder]
    wish: Mapping[str, str]
    answers: float
    answers_reminded: float
    says_not_now: float
    scores: Scores
    picks: Mapping[str, Weights]
    comments: Mapping[str, Sequence[Comment]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendeesSketch(GroupSketch):
    """Who came to an event and was called afterwards; `calls` are what came of each, "" an answer."""

    survey: str
    days_ago: int
    calls: Sequence[str]
    scores: Scores
    comments: Mapping[str, Sequence[Comment]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """All who are no customers."""

    partners: PartnersSketch
    attendees: AttendeesSketch
    employees: GroupSketch
