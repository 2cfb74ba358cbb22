"""What the files under `kuule/demo/story` hold, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kuule.demo.rules.acts import (
    CasesSketch,
    HuddlesSketch,
    LettersSketch,
    ProgrammeSketch,
    SketchedInitiative,
)
from kuule.demo.rules.by_link import LinkSurvey
from kuule.demo.rules.comments import Comment
from kuule.demo.rules.customers import (
    AccountSketch,
    Groups,
    Names,
    Weights,
)
from kuule.demo.rules.voices import Scores
from kuule.dispatch.rules.care import Step
from kuule.economics.rules.messages import KeptMessage
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules.touchpoints import Condition


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
