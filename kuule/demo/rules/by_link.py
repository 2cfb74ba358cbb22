"""The smaller surveys that are answered by a shared link: who says what about help, training and working there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from kuule.demo.rules import chance
from kuule.demo.rules.comments import Comment

Option = TypeVar("Option")

LANGUAGES = {"fi": 0.6, "sv": 0.2, "de": 0.12, "en": 0.08}
WRITES = 0.6
PICKS, PICKS_ANOTHER = 0.75, 0.5
NOTHING = "nothing"
FIRST_HOUR, LAST_HOUR = 7, 20


@dataclass(frozen=True, slots=True)
class Round:
    """A stretch of days in which so many people follow the link."""

    days_ago: int
    days: int
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSurvey:
    """A survey as the file tells it. `scores` and `picks` (by question) are weights, `comments` go by language."""

    name: str
    starter: str
    rounds: Sequence[Round]
    scores: Mapping[int, float]
    picks: Mapping[str, Mapping[str, float]]
    comments: Mapping[str, Sequence[Comment]]


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What one of them gives: `picks` are options by question, the most important first."""

    at: datetime
    score: int
    language: str
    verbatim: str
    picks: Mapping[str, Sequence[str]]


def answers_by_link(survey: LinkSurvey, *, now: datetime, zone: ZoneInfo) -> list[LinkAnswer]:
    """Return all answers to a survey, the oldest first, all of them before `now`. No comment comes twice."""
    luck = chance("by link", survey.starter)
    moments = [_moment(luck, each, now, zone) for each in survey.rounds for _ in range(each.answers)]
    # Not in their order, so that the last ones too find something to say.
    luck.shuffle(moments)
    unsaid = {language: list(comments) for language, comments in survey.comments.items()}
    return sorted((_answer(luck, survey, at, unsaid) for at in moments), key=lambda answer: answer.at)


def _moment(luck: Random, one: Round, now: datetime, zone: ZoneInfo) -> datetime:
    day = (now - timedelta(days=one.days_ago - luck.randrange(one.days))).astimezone(zone)
    return day.replace(hour=luck.randint(FIRST_HOUR, LAST_HOUR), minute=luck.randrange(60))


def _answer(luck: Random, survey: LinkSurvey, at: datetime, unsaid: Mapping[str, list[Comment]]) -> LinkAnswer:
    score = _drawn(luck, survey.scores)
    language = _drawn(luck, LANGUAGES)
    picks = {question: _picked(luck, options) for question, options in survey.picks.items() if luck.random() < PICKS}
    fitting = [comment for comment in unsaid[language] if comment.fits(score)]
    if not fitting or luck.random() >= WRITES:
        return LinkAnswer(at, score, language, "", picks)
    said = luck.choice(fitting)
    unsaid[language].remove(said)
    return LinkAnswer(at, score, language, said.text, picks)


def _picked(luck: Random, options: Mapping[str, float]) -> list[str]:
    first, second = _drawn(luck, options), _drawn(luck, options)
    is_more = luck.random() < PICKS_ANOTHER and first != second and NOTHING not in (first, second)
    return [first, second] if is_more else [first]


def _drawn(luck: Random, weights: Mapping[Option, float]) -> Option:
    return luck.choices(list(weights), list(weights.values()))[0]
