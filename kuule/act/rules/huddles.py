"""When teams meet about what customers said, and what may be told of the people in them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kuule.act.rules.due import WorkingDays

# How a huddle stands. One that nobody began until the time of the next is missed.
PLANNED, RUNNING, HELD, MISSED = "planned", "running", "held", "missed"
HUDDLE_STATES = (PLANNED, RUNNING, HELD, MISSED)

# What is written down in a huddle: what was decided, who does what until when, what others have to look after.
DECISION, PROMISE, HANDED_ON = "decision", "promise", "handed_on"
ITEM_KINDS = (DECISION, PROMISE, HANDED_ON)

MONDAY, WEEKDAYS = 0, (0, 1, 2, 3, 4)
USUAL_HOUR = time(9)
MAIL_HOUR = time(8)

# What is new is what came since the last huddle; where there was none, or long ago, of so many days.
FIRST_SPAN, LONGEST_SPAN = timedelta(days=14), timedelta(days=92)
SCORE_DAYS = 90

# An agenda is talked through in a quarter of an hour, and fits one sheet.
THEMES_SHOWN, QUOTES_SHOWN, PRAISE_SHOWN, CASES_SHOWN = 5, 2, 4, 6
COMMENTS_READ = 200

# Why a case is talked about.
LATE, UNCLEAR, REPLY_WAITS, STILL_OPEN = "late", "unclear", "reply", "open"
CASE_WHYS = (LATE, UNCLEAR, REPLY_WAITS, STILL_OPEN)

# A figure of so few people, less what one of them knows of themselves, would be that of a single colleague.
LEAST_CONTRIBUTORS = 3
SHORTEST_NAME = 3
# What may follow a name in a sentence: the endings of Finnish cases, and the s of English, German and Swedish.
_ENDINGS = frozenset(
    ("", "s", "n", "a", "ä", "ta", "tä", "lle", "lta", "ltä", "lla", "llä", "sta", "stä", "ssa", "ssä", "kin")
)

LONGEST_ITEM = 500

# Whoever was reminded of a promise is not reminded of the same one again for so long.
REMINDED_FOR = timedelta(days=7)


def next_time(*, weekdays: Sequence[int], at: time, zone: ZoneInfo, after: datetime) -> datetime:
    """Return when a team meets next after a moment; `weekdays` are numbers, 0 for Monday, and not empty."""
    today = after.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(8))
    times = (datetime.combine(day, at, tzinfo=zone) for day in days if day.weekday() in weekdays)
    return next(each for each in times if each > after)


def mail_time(planned_at: datetime, days: WorkingDays) -> datetime:
    """Return when the agenda is mailed: in the morning of the last day before the huddle on which the team works.

    By a calendar without a working day it is the day before.
    """
    before = planned_at.astimezone(days.zone).date() - timedelta(days=1)
    return datetime.combine(days.last_until(before) or before, MAIL_HOUR, tzinfo=days.zone)


def fresh_since(*, last: datetime | None, now: datetime) -> datetime:
    """Return since when feedback is new to a team whose last huddle began at `last`."""
    return now - FIRST_SPAN if last is None else max(last, now - LONGEST_SPAN)


def is_shared_by_enough(contributors: int) -> bool:
    """Tell whether a figure comes from so many people that it tells nothing of one of them to the others."""
    return contributors >= LEAST_CONTRIBUTORS


def first_name(name: str) -> str:
    """Return the name that customers use, "" where it is too short to be told from other words."""
    first = name.strip().partition(" ")[0]
    return first if len(first) >= SHORTEST_NAME else ""


def named_in(text: str, names: Mapping[int, str]) -> list[int]:
    """Return whose first name a comment says, by id; an ending may follow, as in the Finnish `Sannalta`."""
    words = [word.casefold() for word in re.findall(r"\w+", text)]
    wanted = {key: first_name(name).casefold() for key, name in names.items()}
    return [key for key, name in wanted.items() if name and any(_is_name(word, name) for word in words)]


def _is_name(word: str, name: str) -> bool:
    return word.startswith(name) and word.removeprefix(name) in _ENDINGS


def are_apart(intervals: Iterable[tuple[float, float]]) -> bool:
    """Tell whether any two of these intervals share no point."""
    known = sorted(intervals)
    return bool(known) and max(lower for lower, _upper in known) > min(upper for _lower, upper in known)
