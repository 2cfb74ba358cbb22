"""What people say to the smaller surveys: a score, what they pick, and a comment that nobody wrote before them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import TypeVar

from kuule.demo.rules.comments import Comment

Option = TypeVar("Option")
Scores = Mapping[int, float]

LANGUAGES = {"fi": 0.6, "sv": 0.2, "de": 0.12, "en": 0.08}
WRITES = 0.6
PICKS, PICKS_ANOTHER = 0.75, 0.5
RATES = 0.7
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Said:
    """What one of them gives: `picks` are options by question, the most important first, `ratings` points."""

    at: datetime
    score: int
    language: str
    verbatim: str
    picks: Mapping[str, Sequence[str]]
    ratings: Mapping[str, int] = field(default_factory=dict)


class Voices:
    """All who speak to one survey. `scores`, `picks` and `ratings` are weights, `comments` go by language."""

    def __init__(
        self,
        scores: Scores,
        picks: Mapping[str, Mapping[str, float]],
        comments: Mapping[str, Sequence[Comment]],
        ratings: Mapping[str, Scores] | None = None,
    ) -> None:
        self._scores, self._picks, self._ratings = scores, picks, ratings or {}
        self._unsaid = {language: list(them) for language, them in comments.items()}

    def speak(self, luck: Random, at: datetime, *, language: str = "", scores: Scores | None = None) -> Said:
        """Return what the next one says; nobody repeats a comment. Whose language is not known has a likely one."""
        score = drawn(luck, scores or self._scores)
        language = language or drawn(luck, LANGUAGES)
        picks = {question: _picked(luck, options) for question, options in self._picks.items() if luck.random() < PICKS}
        ratings = {question: drawn(luck, points) for question, points in self._ratings.items() if luck.random() < RATES}
        return Said(at, score, language, self._words(luck, language, score), picks, ratings)

    def _words(self, luck: Random, language: str, score: int) -> str:
        unsaid = self._unsaid.get(language, [])
        fitting = [comment for comment in unsaid if comment.fits(score)]
        if not fitting or luck.random() >= WRITES:
            return ""
        said = luck.choice(fitting)
        unsaid.remove(said)
        return said.text


def drawn(luck: Random, weights: Mapping[Option, float]) -> Option:
    """Return one of these, the heavier the likelier."""
    return luck.choices(list(weights), list(weights.values()))[0]


def _picked(luck: Random, options: Mapping[str, float]) -> list[str]:
    first, second = drawn(luck, options), drawn(luck, options)
    is_more = luck.random() < PICKS_ANOTHER and first != second and NOTHING not in (first, second)
    return [first, second] if is_more else [first]
