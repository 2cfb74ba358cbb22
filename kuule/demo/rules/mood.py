"""Who answers, with which score, and what about: the plot itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from kuule.contacts.rules import DECISION_MAKER, INFLUENCER, USER
from kuule.demo.rules import chance
from kuule.demo.rules.calendar import Stage, answer_moment, months_before, severity
from kuule.demo.rules.cast import Person
from kuule.demo.rules.comments import GENERAL
from kuule.demo.rules.customers import QUIET, WON_BACK

INVOICING, MENDED = "invoicing", "mended"
E_INVOICING_PLAN = "Plus e-invoicing"
# Small firms found the planner hard to read until it opened on the week.
SMALL_PLAN, PLANNER_MENDED_AGO, HARD_TO_READ = "Start", timedelta(days=210), 2.5

# Points that the problem takes at its worst, by who is hit how hard, and by who gets to see an invoice at all.
WORST_PENALTY = 6.0
BY_PLAN, BY_COUNTRY, ELSEWHERE = 1.0, 0.25, 0.06
BY_ROLE = {DECISION_MAKER: 1.0, INFLUENCER: 1.0, USER: 0.7}
FELT = 1.0

BEFORE_WINNING_BACK, WINNING_BACK_MONTHS, SILENT_MONTHS = 5.6, 9, 12
GOODWILL, IMPROVEMENT_IN_18_MONTHS = 0.25, 0.5
STOPS_ASKING = 0.006
CHANGES_ANSWER = 0.3
# How likely somebody adds a comment, by score.
COMMENT_SHARE = (0.85, 0.85, 0.85, 0.8, 0.75, 0.65, 0.6, 0.42, 0.4, 0.48, 0.55)
SHORT_COMMENT_SHARE = 0.22
HAS_A_TALE = 0.3
TALES = (INVOICING, MENDED, "onboarding")
PICKS_IMPROVEMENT = 0.5

THEMES_BY_ROLE: Mapping[str, tuple[str, ...]] = {
    DECISION_MAKER: ("people", "price", "support", GENERAL, GENERAL),
    INFLUENCER: ("payroll", "payroll", "support", "planning", GENERAL),
    USER: ("app", "app", "planning", "planning", "reliability", GENERAL, GENERAL),
}
IMPROVEMENTS = {
    "app": "product",
    "planning": "product",
    "reliability": "product",
    "payroll": "product",
    "support": "support",
    "people": "support",
    "onboarding": "delivery",
    "price": "price",
    INVOICING: "invoicing",
    MENDED: "invoicing",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody gives: `improve` is an option of the survey's last question, or ""."""

    at: datetime
    score: int
    theme: str
    has_comment: bool
    is_short: bool
    improve: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """What comes of asking somebody: a bounce, "stop asking me", an answer, an answer changed later, or nothing."""

    bounced_at: datetime | None = None
    stopped_at: datetime | None = None
    answer: Answer | None = None
    changed: Answer | None = None


def reaction(person: Person, asked_at: datetime, stage: Stage) -> Reaction:
    """Decide what comes of asking a person. It may lie after `stage.now`: then it has not happened yet."""
    luck = chance("reaction", person.key, asked_at.astimezone(stage.zone).date())
    if person.mail_bounces:
        return Reaction(bounced_at=asked_at + timedelta(minutes=luck.uniform(1, 40)))
    at = answer_moment(luck, asked_at, stage.zone)
    if luck.random() < STOPS_ASKING:
        return Reaction(stopped_at=at)
    if luck.random() >= eagerness(person, at, stage):
        return Reaction()
    answer = _answer(luck, person, at, stage)
    return Reaction(answer=answer, changed=_change_of_mind(luck, answer, stage))


def eagerness(person: Person, at: datetime, stage: Stage) -> float:
    """Return how likely a person answers: anger makes people write, and the quiet key account fell silent."""
    if person.customer.sketch.arc == QUIET and at > months_before(stage.now, SILENT_MONTHS):
        return 0.0
    return min(0.95, person.eagerness + 0.05 * penalty(person, at, stage))


def penalty(person: Person, at: datetime, stage: Stage) -> float:
    """Return the points that the invoicing problem costs with this person at this moment."""
    sketch = person.customer.sketch
    exposure = BY_PLAN if sketch.plan == E_INVOICING_PLAN else BY_COUNTRY if sketch.country == "Finland" else ELSEWHERE
    return WORST_PENALTY * exposure * BY_ROLE[person.role] * severity(at, stage)


def usual_score(person: Person, at: datetime, stage: Stage) -> float:
    """Return the score that a person would give if invoices were right: not rounded, not cut at 10."""
    sketch = person.customer.sketch
    if sketch.arc == WON_BACK and at < months_before(stage.now, WINNING_BACK_MONTHS):
        return BEFORE_WINNING_BACK + person.leaning
    elapsed = (at - stage.began_at) / (stage.now - stage.began_at)
    improvement = IMPROVEMENT_IN_18_MONTHS * (elapsed - 0.5)
    return sketch.mood + GOODWILL + person.leaning + improvement - _hindrance(person, at, stage)


def _hindrance(person: Person, at: datetime, stage: Stage) -> float:
    # While invoices were wrong nobody thought of the planner.
    is_hard = at < stage.now - PLANNER_MENDED_AGO and not severity(at, stage)
    return HARD_TO_READ if is_hard and person.customer.sketch.plan == SMALL_PLAN else 0.0


def _answer(luck: Random, person: Person, at: datetime, stage: Stage) -> Answer:
    cost = penalty(person, at, stage)
    expected = usual_score(person, at, stage) - cost
    score = _whole(luck.gauss(expected, _spread(expected)))
    theme = _theme(luck, person, cost, severity(at, stage))
    return Answer(
        at=at,
        score=score,
        theme=theme,
        has_comment=luck.random() < COMMENT_SHARE[score] + (HAS_A_TALE if theme in TALES else 0),
        is_short=theme not in TALES and luck.random() < SHORT_COMMENT_SHARE,
        improve=_improvement(luck, theme, score),
    )


def _theme(luck: Random, person: Person, cost: float, trouble: float) -> str:
    if cost >= FELT and luck.random() < 0.85:
        return INVOICING if luck.random() < trouble else MENDED
    own = person.customer.sketch.themes
    return luck.choice(own) if own and luck.random() < 0.7 else luck.choice(THEMES_BY_ROLE[person.role])


def _improvement(luck: Random, theme: str, score: int) -> str:
    if luck.random() >= PICKS_IMPROVEMENT:
        return ""
    return IMPROVEMENTS.get(theme, "product") if score < 9 else "nothing"


def _change_of_mind(luck: Random, answer: Answer, stage: Stage) -> Answer | None:
    # Some whose invoice was put right come back to their link and say so.
    if answer.theme != INVOICING or answer.score > 6 or luck.random() >= CHANGES_ANSWER:
        return None
    at = answer_moment(luck, answer.at + timedelta(days=luck.uniform(9, 25)), stage.zone)
    return Answer(at, min(8, answer.score + luck.choice((3, 4))), "changed", True, False, answer.improve)


def _spread(expected: float) -> float:
    # Content people resemble each other; unhappy ones do not.
    return 1.2 + 0.12 * max(0.0, 8.0 - expected)


def _whole(score: float) -> int:
    return max(0, min(10, round(score)))
