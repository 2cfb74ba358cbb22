"""When a figure says enough, which scores belong together, and what the rest of the room decides, as pure functions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import fsum

DETRACTOR, PASSIVE, PROMOTER = "detractor", "passive", "promoter"
GROUPS: Mapping[str, range] = {DETRACTOR: range(7), PASSIVE: range(7, 9), PROMOTER: range(9, 11)}
SCORES = range(11)

# Below this, or what a workspace says instead, the answers themselves say more than a score: they are shown as dots,
# counts and a wide interval.
FEW_ANSWERS = 10

# A sample that is less than a tenth of its population narrows the interval by less than 5 %: not worth a second
# figure (Cochran 1977, Sampling Techniques, 2.6). Above this many answers the interval is narrow anyway.
PEOPLE_PER_ANSWER = 10
ANSWERS_WHERE_POPULATION_MATTERS = 5_000

# A guess is asked anew after so long, of so many accounts a week at most: done before the coffee is.
GUESS_STAYS_FRESH = timedelta(days=90)
GUESSES_A_WEEK = 10
# The same guess of the same account within this time is one guess.
GUESS_SAID_ONCE = timedelta(days=1)
# Answers that come later than this after a guess say nothing about it.
GUESS_COUNTS_FOR = timedelta(days=180)
GUESS_LINK_WORKS = timedelta(days=21)
MAIL_DUE, MAIL_SENDING, MAIL_SENT, MAIL_FAILED = "due", "sending", "sent", "failed"
GUESS_MAIL_STATES = (MAIL_DUE, MAIL_SENDING, MAIL_SENT, MAIL_FAILED)
MOST_TRIES = 5
_GUESSES_FROM = time(8)

LONGEST_MARK, LONGEST_MARK_NOTE = 120, 2_000
LONGEST_SERIES_NAME, LONGEST_UNIT = 60, 20
LONGEST_VIEW_NAME = 80
# What a longer time shows of the values of its days.
SUM, MEAN, LAST = "sum", "mean", "last"
SUMMARIES = (SUM, MEAN, LAST)
MOST_POINTS_AT_ONCE = 10_000
LARGEST_VALUE = 1e15
EARLIEST_DAY, LATEST_DAY = date(1970, 1, 1), date(2199, 12, 31)


def asks_for_guesses(local: datetime) -> bool:
    """Tell whether owners are asked for guesses at a moment on the company's clock: on Mondays from eight."""
    return local.weekday() == 0 and local.time() >= _GUESSES_FROM


def is_few(n: int, below: int = FEW_ANSWERS) -> bool:
    """Tell whether so few answered that reading what they wrote says more than their score."""
    return 0 < n < below


def most_people_that_matter(n: int) -> int:
    """Return the largest population of which n answers are a part that narrows the interval noticeably."""
    return n * PEOPLE_PER_ANSWER if n <= ANSWERS_WHERE_POPULATION_MATTERS else 0


def summarised(values: Sequence[float], summary: str) -> float | None:
    """Return what a time shows of the values of its days, in their order; None without values."""
    if not values:
        return None
    if summary == LAST:
        return values[-1]
    total = fsum(values)
    return total if summary == SUM else total / len(values)
