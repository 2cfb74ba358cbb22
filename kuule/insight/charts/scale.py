"""Axes: round steps for scores, and which labels fit at which width."""

from dataclasses import dataclass
from math import ceil, floor

from kuule.insight.charts.base import HIGHEST, LOWEST

STEPS = (5, 10, 20, 25, 50)
LABEL_LETTER, LABEL_GAP = 6.6, 10


@dataclass(frozen=True, slots=True)
class ScoreAxis:
    """An axis of NPS points between two round numbers."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """Return the round numbers from `low` to `high`."""
        return [self.low + self.step * place for place in range(round((self.high - self.low) / self.step) + 1)]

    def share(self, value: float) -> float:
        """Return where a score lies: 0 at `low`, 1 at `high`."""
        return (value - self.low) / (self.high - self.low)


def score_axis(values: list[float], *, least: float = 40, lines: int = 5) -> ScoreAxis:
    """Return an axis that holds all values, at least `least` points long so that noise does not look like news."""
    low, high = min(values), max(values)
    missing = max(least - (high - low), 0) / 2
    low = max(min(low - missing, HIGHEST - least), LOWEST)
    high = min(max(high + missing, LOWEST + least), HIGHEST)
    for step in STEPS:
        bottom, top = floor(low / step) * step, ceil(high / step) * step
        if (top - bottom) / step <= lines:
            return ScoreAxis(max(bottom, LOWEST), min(top, HIGHEST), step)
    return ScoreAxis(LOWEST, HIGHEST, STEPS[-1])


def every(count: int, room: float, longest: int, divisor: int = 1) -> int:
    """Return k such that each k-th of `count` labels fits into `room` pixels; k is a multiple of `divisor`."""
    capacity = max(int(room // (longest * LABEL_LETTER + LABEL_GAP)), 1)
    step = divisor
    while count / step > capacity:
        step += divisor
    return step
