"""What a goal is, when it is refused, and how it stands."""

import math
from dataclasses import dataclass
from datetime import date

LONGEST_AIM, LONGEST_PLACE = 500, 200

# What is measured; each has a file in `act.metrics`.
NPS, RESPONSE_RATE, LOOP_KEPT, COVERAGE, EARNED_GROWTH, RETENTION = (
    "nps",
    "response_rate",
    "loop_kept",
    "coverage",
    "earned_growth",
    "retention",
)
GOAL_METRICS = (NPS, RESPONSE_RATE, LOOP_KEPT, COVERAGE, EARNED_GROWTH, RETENTION)

# The time that a figure is made of, in days, and into how many pieces it is cut to see how it moves.
MONTH, QUARTER, YEAR = 30, 91, 365
PIECES = {MONTH: 1, QUARTER: 3, YEAR: 12}
MOST_DAYS_AHEAD = 3 * YEAR

# Why a goal is refused.
IN_PAST, TOO_FAR, NO_BASELINE, NO_RISE, IN_NOISE, BEYOND_SCALE = (
    "in_past",
    "too_far",
    "no_baseline",
    "no_rise",
    "in_noise",
    "beyond_scale",
)

# How a goal stands.
REACHED, MISSED, GIVEN_UP, ON_TRACK, BEHIND_BY_CHANCE, OFF_TRACK, UNKNOWN = (
    "reached",
    "missed",
    "given_up",
    "on_track",
    "behind",
    "off_track",
    "unknown",
)

# What was decided about a pilot by its rule.
GO, NO_GO = "go", "no_go"
PILOT_DECISIONS = (GO, NO_GO)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFigure:
    """A figure in points or percent, with its limits where chance has a part in it, and how many it rests on.

    Without a value `missing` is a code that says what is not there yet.
    """

    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a goal is refused, with what the words of it need."""

    code: str
    answers: int | None = None


def fault_of(baseline: GoalFigure, *, target: float, most: float, today: date, due_on: date) -> Fault | None:
    """Return why a goal is refused, or None.

    A target within the interval of the baseline could be reached by chance alone. As intervals become narrower with
    the root of n, it takes about n (half-width / rise)² answers for the rise to be more than that.
    """
    if due_on <= today:
        return Fault(IN_PAST)
    if (due_on - today).days > MOST_DAYS_AHEAD:
        return Fault(TOO_FAR)
    if target > most:
        return Fault(BEYOND_SCALE)
    if baseline.value is None:
        return Fault(NO_BASELINE)
    if target <= baseline.value:
        return Fault(NO_RISE)
    if baseline.upper is not None and target <= baseline.upper:
        return Fault(
            IN_NOISE, answers_for(baseline.n, half=baseline.upper - baseline.value, rise=target - baseline.value)
        )
    return None


def answers_for(n: int, *, half: float, rise: float) -> int:
    """Return about how many answers make half the interval as narrow as the rise."""
    return math.ceil(n * (half / rise) ** 2)


def line_on(day: date, *, since: date, due_on: date, baseline: float, target: float) -> float:
    """Return where a goal would be on a day if it came nearer by the same each day."""
    share = (day - since).days / max((due_on - since).days, 1)
    return baseline + (target - baseline) * min(max(share, 0.0), 1.0)


def verdict_of(now: GoalFigure, *, target: float, line: float, is_over: bool, is_given_up: bool) -> str:
    """Return how a goal stands, by the figure of now or, once its day is over, of that day.

    One below its line is off track only where the interval is below it, too; else it may be chance.
    """
    if is_given_up:
        return GIVEN_UP
    if now.value is None:
        return UNKNOWN
    if now.value >= target:
        return REACHED
    if is_over:
        return MISSED
    if now.value >= line:
        return ON_TRACK
    return BEHIND_BY_CHANCE if now.upper is not None and now.upper >= line else OFF_TRACK
