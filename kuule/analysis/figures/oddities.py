"""What is odd about the answers: a scale that changed, one that seems upside down, one without its zero."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from kuule.analysis.figures.daily import Daily
from kuule.analysis.guessing.cells import whole_number
from kuule.analysis.guessing.names import is_friends_and_family, score_points
from kuule.analysis.guessing.scales import ZERO_TO_TEN
from kuule.analysis.reading.answers import Answers
from kuule.analysis.results import NPS, Note

_SHORT_SCALES = (5, 7)
_EARLIER_ROWS, _LATER_ROWS = 50, 20
# How probable it may be that answers of the later kind were missing earlier by chance.
_BY_CHANCE = 1e-6
_NO_ZERO_ANSWERS, _NO_ZERO_ONES = 100, 0.02
_AGAINST, _PAIRS, _STEPS = -0.3, 50, 3


def oddities(answers: Answers, daily: Daily) -> Iterator[Note]:
    """Yield what a careful reader would ask about these answers."""
    if answers.days and answers.days.is_ambiguous:
        yield Note(code="ambiguous_dates", details={"order": answers.days.order})
    count, example = answers.judgement.leading_answers
    if count:
        yield Note(code="leading_numbers", details={"count": count, "example": example})
    yield from _changed_scale(answers, daily)
    if not answers.scale.is_reversed:
        yield from _upside_down(answers)
    yield from _no_zero(answers)


def _changed_scale(answers: Answers, daily: Daily) -> Iterator[Note]:
    """Find the day from which on answers are higher than 5, or 7, where many earlier ones never were."""
    if answers.scale.highest != ZERO_TO_TEN.highest:
        return
    given = [(each.day, each.answer, each.cells) for each in daily.counts if each.answer is not None]
    for highest in _SHORT_SCALES:
        since = min((day for day, answer, _count in given if answer > highest), default=date.max)
        earlier = sum(count for day, _answer, count in given if day < since)
        later = sum(count for day, _answer, count in given if day >= since)
        share = sum(count for _day, answer, count in given if answer > highest) / max(1, later)
        if earlier >= _EARLIER_ROWS and later >= _LATER_ROWS and (1 - share) ** earlier < _BY_CHANCE:
            details = {"highest": highest, "since": since.isoformat(), "earlier": earlier, "later": later}
            yield Note(code="scale_changed", details=details)
            return


def _upside_down(answers: Answers) -> Iterator[Note]:
    """Find signs that the lowest number is the best answer."""
    score = str(answers.source.columns["score"])
    if answers.scale.metric != NPS and is_friends_and_family(score):
        yield Note(code="friends_and_family")
        return
    against = {
        name: correlation
        for name, cells in answers.sample.items()
        if name != score and score_points(name) >= 1 and (correlation := _correlation(answers, score, name)) < _AGAINST
    }
    if against:
        name = min(against, key=lambda each: against[each])
        yield Note(code="maybe_reversed", details={"column": name, "correlation": round(against[name], 2)})


def _correlation(answers: Answers, score: str, other: str) -> float:
    pairs = [
        (first, second)
        for first, second in zip(
            map(whole_number, answers.sample[score]), map(whole_number, answers.sample[other]), strict=True
        )
        if first is not None and second is not None and max(first, second) <= ZERO_TO_TEN.highest
    ]
    if len(pairs) < _PAIRS or min(len(set(column)) for column in zip(*pairs, strict=True)) < _STEPS:
        return 0.0
    return float(np.asarray(np.corrcoef(np.array(pairs, dtype=np.float64).T))[0, 1])


def _no_zero(answers: Answers) -> Iterator[Note]:
    """Find a scale from 1 to 10 that passes for one from 0 to 10."""
    histogram = answers.judgement.histogram
    total, ones = sum(histogram.values()), histogram.get(1, 0)
    is_long = answers.scale.highest == ZERO_TO_TEN.highest
    if is_long and total >= _NO_ZERO_ANSWERS and not histogram[0] and ones >= _NO_ZERO_ONES * total:
        yield Note(code="no_zero", details={"ones": ones})
