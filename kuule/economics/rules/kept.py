"""When figures that take long are counted again, and how old they may be before a page says so."""

import json
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# The kinds of figures that can be kept; those of segments stand apart, because they are called by values of properties.
ANSWERING, CAUSES, EFFECT, EXECUTIVE = "answering", "causes", "effect", "executive"
ALL_GROUPS, SEGMENTS = "groups", "segments"

# A page marks figures that are older.
LONGEST_FRESH = timedelta(days=1)
# What nobody has looked at for so long is not counted again but dropped.
LONGEST_UNSEEN = timedelta(days=30)
# Each question about a segment is kept for itself: so many of a workspace, those looked at last.
MOST_KEPT = 100
# A count that ends in a crash is tried again after so long, then twice as long, at most an hour.
FIRST_WAIT, LONGEST_WAIT, MOST_DOUBLED = timedelta(minutes=10), timedelta(hours=1), 2


# What is asked of a kind, such as the days that are looked at.
Asked = Mapping[str, str]


def as_key(asked: Asked) -> str:
    """Return what is asked in the one way in which it is written down."""
    return json.dumps(asked, sort_keys=True, ensure_ascii=False)


def is_old(counted_at: datetime, *, now: datetime) -> bool:
    """Tell whether figures are too old to be shown without a mark."""
    return now - counted_at > LONGEST_FRESH


def next_night(now: datetime, timezone: str) -> datetime:
    """Return when the next day begins in a time zone: then figures are counted anew."""
    zone = ZoneInfo(timezone)
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)


def wait_after(attempts: int) -> timedelta:
    """Return how long a count has before somebody else tries it, when so many have not come to their end."""
    return LONGEST_WAIT if attempts > MOST_DOUBLED else FIRST_WAIT * 2.0**attempts
