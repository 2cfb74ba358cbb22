"""Asking as many as a margin of error needs: how many, and who is drawn, the same whenever it is asked for."""

import hashlib
import math
from collections.abc import Collection
from dataclasses import dataclass

from kuule.stats import sample_size_margin

USUAL_MARGIN = 5.0


@dataclass(frozen=True, slots=True)
class Sample:
    """A wanted margin of error in points, and the seed by which people are drawn."""

    margin: float
    seed: str


@dataclass(frozen=True, slots=True)
class Draw:
    """Who is drawn: everybody whose chance is at most `below`; `wanted` of `people` are, so that `answers` come.

    `rate` is the response rate that was reckoned with; `is_rate_expected` tells that it is not one of past asks.
    """

    sample: Sample
    below: float
    wanted: int
    people: int
    answers: int
    rate: float
    is_rate_expected: bool

    def takes(self, contact_id: int) -> bool:
        """Tell whether somebody is drawn."""
        return chance_of(self.sample.seed, contact_id) <= self.below


def chance_of(seed: str, contact_id: int) -> float:
    """Return a number from 0 to 1 for somebody: by chance, and the same for the same seed."""
    digest = hashlib.sha256(f"{seed} {contact_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def answers_needed(margin: float, people: int) -> int:
    """Return how many answers bring the score of so many people within a margin, whatever they will say."""
    if people < 1:
        return 0
    return min(sample_size_margin(margin / 100, population=people).n or people, people)


def drawn(sample: Sample, ids: Collection[int], *, rate: float, is_rate_expected: bool) -> Draw:
    """Draw as many of these people as the margin needs, if the expected share of them answers."""
    people = len(ids)
    answers = answers_needed(sample.margin, people)
    wanted = min(math.ceil(answers / rate), people) if rate > 0 else people
    chances = sorted(chance_of(sample.seed, each) for each in ids)
    below = 1.0 if wanted >= people else chances[wanted - 1]
    return Draw(sample, below, wanted, people, answers, rate, is_rate_expected)
