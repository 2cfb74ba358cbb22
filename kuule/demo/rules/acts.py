"""What the company of the story does about what it hears, as the files under `kuule/demo/story` tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kuule.surveys.rules.touchpoints import Condition


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
