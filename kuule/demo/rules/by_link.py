"""The smaller surveys that are answered by a shared link: who says what about help, training and working there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from kuule.demo.rules import chance
from kuule.demo.rules.comments import Comment
from kuule.demo.rules.voices import Said, Scores, Voices
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules import Content

FIRST_HOUR, LAST_HOUR = 7, 20
# The question of the double-blind starter that others are made like, and the letters that stand for names in it.
LIKE, LETTERS = "other", re.compile(r"\b[AB]\b")


@dataclass(frozen=True, slots=True)
class Round:
    """A stretch of days in which so many people follow the link."""

    days_ago: int
    days: int
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSurvey:
    """A survey as the file tells it. `scores`, `picks` and `ratings` (by question) are weights.

    `comments` go by language. The survey is at least as old as `made_days_ago`. `suppliers` are whom a double-blind
    study compares, by the key of their question.
    """

    name: str
    starter: str
    rounds: Sequence[Round]
    scores: Scores
    picks: Mapping[str, Mapping[str, float]]
    comments: Mapping[str, Sequence[Comment]]
    ratings: Mapping[str, Scores] = field(default_factory=dict)
    suppliers: Mapping[str, str] = field(default_factory=dict)
    made_days_ago: int = 0


def answers_by_link(survey: LinkSurvey, *, now: datetime, zone: ZoneInfo) -> list[Said]:
    """Return all answers to a survey, the oldest first, all of them before `now`. No comment comes twice."""
    luck = chance("by link", survey.starter)
    moments = [moment_in(luck, each, now, zone) for each in survey.rounds for _ in range(each.answers)]
    # Not in their order, so that the last ones too find something to say.
    luck.shuffle(moments)
    voices = Voices(survey.scores, survey.picks, survey.comments, survey.ratings)
    return sorted((voices.speak(luck, at) for at in moments), key=lambda answer: answer.at)


def with_suppliers(content: Content, suppliers: Mapping[str, str]) -> Content:
    """Write the names of suppliers into the questions of a double-blind study; each further one has a question more."""
    asked = {question["key"]: question for question in content.questions}
    named = [_about(asked.get(key, asked[LIKE]), key, name) for key, name in suppliers.items()]
    first, *others = (question for question in content.questions if question["key"] not in suppliers)
    return replace(content, questions=(first, *named, *others))


def _about(question: Question, key: str, name: str) -> Question:
    texts: dict[str, Any] = {**question["texts"]}
    texts["title"] = {language: LETTERS.sub(name, words) for language, words in texts["title"].items()}
    return {**question, "key": key, "texts": texts}


def moment_in(luck: Random, one: Round, now: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment by daylight in a round."""
    day = (now - timedelta(days=one.days_ago - luck.randrange(one.days))).astimezone(zone)
    return day.replace(hour=luck.randint(FIRST_HOUR, LAST_HOUR), minute=luck.randrange(60))
