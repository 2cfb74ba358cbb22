"""What the files under `kuule/demo/story` hold, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kuule.demo.rules.by_link import LinkSurvey
from kuule.demo.rules.comments import Comment
from kuule.demo.rules.voices import Scores
from kuule.dispatch.rules.care import Step
from kuule.dispatch.rules.reminders import Reminder
from kuule.economics.rules.messages import KeptMessage
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules.touchpoints import Condition

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
    is_on: bool = False
    conditions: Sequence[Condition] = ()
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
class SketchedCare:
    """Care at a touchpoint as the file tells it; `notes` are what is written down of calls, by what came of them."""

    holdout: int
    stop_if: Sequence[Condition]
    steps: Sequence[Step]
    notes: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What keeps happening at a touchpoint, as the file tells it: to how many people, and how they speak of it.

    It began `days_ago` and went on for so many `days`, with some more `lately` and `today`. It happens to `newcomers`,
    whom nobody knew before, and to people who are `known` and were asked lately. `properties` are the values that each
    can have, `answers` is how likely somebody who is asked does so. Whoever had no care gives `scores_without_care`.
    """

    moment: str
    source: str
    days_ago: int
    days: int
    newcomers: int
    known: int
    answers: float
    properties: Mapping[str, Sequence[Any]]
    scores: Scores
    picks: Mapping[str, Weights]
    comments: Mapping[str, Sequence[Comment]]
    lately: int = 0
    today: int = 0
    scores_without_care: Scores = field(default_factory=dict)
    care: SketchedCare | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedCollector:
    """Another way to ask, as the file tells it; a member's own link names the member, maybe an account."""

    kind: str
    survey: str
    days_ago: int
    answers: int
    name: str = ""
    member: str = ""
    account: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    stopped_days_ago: int = 0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySketch:
    """The money of the story as the file tells it.

    `rates` are what a unit of each currency costs, the oldest quarter first. `lost` are customers who left so many
    days ago, `enlarged` those whose newer contract overlaps the older.
    """

    settings: Mapping[str, Any]
    currency: str
    history_months: int
    rates: Mapping[str, Sequence[float]]
    in_own_currency: Mapping[str, str]
    plan_margin: Mapping[str, float]
    addon: Mapping[str, Any]
    cost_share: Mapping[str, float]
    lost: Mapping[str, int]
    enlarged: Sequence[str]
    merged: Mapping[str, Any]
    without_rate: Mapping[str, Any]
    wrong_invoices: Mapping[str, Any]
    origins: Mapping[str, float]
    incident_notes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedTreatment:
    """Something the company did: `days_ago` it began, None for the October of the invoices."""

    name: str
    kind: str
    hypothesis: str
    touched: Sequence[Condition]
    before_days: int
    after_days: int
    days_ago: int | None = None
    hoped_for: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TryingSketch:
    """What the company tried out: things done, and a message test that ran from and until so many days ago.

    `taps` is how likely somebody of a group follows the link of each message.
    """

    treatments: Sequence[SketchedTreatment]
    test: str
    held_out: int
    from_days_ago: int
    until_days_ago: int
    messages: Sequence[KeptMessage]
    taps: Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedInitiative:
    """Something done about what customers said. Days count back from today; those below 0 lie ahead.

    `theme` is the end of a theme's origin, `touchpoint` a name; `handed_on` the words with which a huddle handed it on,
    `pilot_of` the name of a goal that tries it out. It is to be done by the day `ends`. `reviews` are days with a
    verdict and a reason, "" where nobody decided yet; `tasks` a text, who does it, and whether it is done.
    """

    title: str
    cause: str
    if_we: str
    then_it: str
    for_whom: str
    impact: int
    effort: int
    proposed: int
    theme: str = ""
    touchpoint: str = ""
    handed_on: str = ""
    pilot_of: str = ""
    heard_from: str = "not_happy"
    segment: Sequence[Condition] = ()
    owner: str = ""
    sponsor: str = ""
    team: str = ""
    asked: int | None = None
    asked_for: str = ""
    granted: int | None = None
    granted_with: str = ""
    refused: str = ""
    accepted: bool = True
    ends: int | None = None
    felt: int | None = None
    before_days: int = 90
    after_days: int = 90
    done: int | None = None
    measured: int | None = None
    spent: int | None = None
    hoped_for: int | None = None
    tasks: Sequence[tuple[str, str, bool]] = ()
    reviews: Sequence[tuple[int, str, str]] = ()
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    telling: int | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    did: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedItem:
    """Something that a huddle wrote down. A promise is due `days` later; it was kept or dropped after so many."""

    kind: str
    text: str
    owner: str = ""
    days: int = 0
    kept_after: int | None = None
    dropped_after: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedHuddle:
    """A huddle of a week: who opened its agenda, and what was written down."""

    readers: Sequence[str]
    items: Sequence[SketchedItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedPulse:
    """What a team was asked about itself, so many days ago; each answer is its scores and its words."""

    days_ago: int
    questions: Sequence[str]
    answers: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HuddlesSketch:
    """A team that looks after a touchpoint and was asked how it is; and the huddles of another, the first week first.

    `members` are the names in their addresses, and their own.
    """

    team: str
    leader: str
    touchpoint: str
    members: Sequence[Sequence[str]]
    huddle_of: str
    led_by: str
    held: Sequence[SketchedHuddle]
    pulses: Sequence[SketchedPulse]


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedGoal:
    """A goal as the file tells it: set and due so many days from today, of a team by its name, "" for everybody.

    `pilot` has a place, a rule and how many days before the goal it ends; `story` a title and words.
    """

    name: str
    metric: str
    target: float
    set_days_ago: int
    due_in_days: int
    owner: str
    means: str
    team: str = ""
    pilot: Mapping[str, Any] | None = None
    story: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSketch:
    """What the programme is for, who stands behind it, and its goals."""

    aim: str
    sponsor: str
    owners: Sequence[str]
    margin: float
    case_minutes: int
    case_hours: int
    goals: Sequence[SketchedGoal]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesSketch:
    """How customers are looked after, as the file tells it.

    `causes` are the wide root causes with the narrower ones; `themes` what is said in a case about each, "none" about
    any other; `fates` the steps of one case after the other, the newest first, each a kind, the hours after the
    opening, and what the kind needs. `by_hand` is who opened a case from a comment, how many hours ago, and why.
    """

    causes: Mapping[str, Sequence[str]]
    themes: Mapping[str, Mapping[str, Any]]
    fates: Sequence[Sequence[Sequence[Any]]]
    by_hand: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersSketch:
    """What is written with customers in cases, as the file tells it, each text by language.

    `saved` are the saved words of the owner; `waiting` letters in open cases with what came back; `solved`
    what customers say when asked; `panel` what those who were invited did.
    """

    saved: Sequence[Mapping[str, str]]
    waiting: Sequence[Mapping[str, Mapping[str, str]]]
    solved: Sequence[Mapping[str, Any]]
    panel: Sequence[str]


@dataclass(frozen=True, slots=True)
class Story:
    """All files together. `titles` go by language and contact role, `comments` by language and theme.

    `ratings` are the questions about parts of the service that the survey asks at its end.
    """

    company: Mapping[str, Any]
    accounts: Sequence[AccountSketch]
    languages: Mapping[str, Weights]
    names: Mapping[str, Names]
    titles: Mapping[str, Mapping[str, Sequence[str]]]
    comments: Mapping[str, Mapping[str, Sequence[Comment]]]
    ratings: Sequence[Question]
    by_link: Sequence[LinkSurvey]
    journey: Sequence[SketchedStage]
    happenings: Sequence[Happening]
    groups: Groups
    collectors: Sequence[SketchedCollector]
    heard: Sequence[Remark]
    money: MoneySketch
    trying: TryingSketch
    initiatives: Sequence[SketchedInitiative]
    huddles: HuddlesSketch
    programme: ProgrammeSketch
    cases: CasesSketch
    letters: LettersSketch
