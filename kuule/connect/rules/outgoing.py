"""How messages to other systems can stand, and when they are tried again."""

from datetime import datetime, timedelta

DUE, DELIVERED, GIVEN_UP = "due", "delivered", "given_up"
MESSAGE_STATES = (DUE, DELIVERED, GIVEN_UP)
LONGEST_NAME = 100

# Two and a half days: long enough for a weekend's repair on the other side.
RETRY_AFTER = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=18),
    timedelta(hours=24),
)
# Each wait is longer by a random share of it, up to this: what failed together does not come back together.
MOST_JITTER = 0.1
# An address that took nothing for so long is sent nothing more until somebody looks.
PAUSED_AFTER = timedelta(days=5)
# A new secret signs at once, the one before it beside it for so long.
OVERLAP = timedelta(hours=24)
# The other side says by this that nothing shall come any more.
GONE = 410
# So much of an answer is kept.
MOST_ANSWER_CHARACTERS = 1_000
# Whoever claims a message has so long to send it; after that it is anybody's again.
CLAIMED_FOR = timedelta(minutes=2)
# What is settled is kept so long, to be looked at.
KEPT_FOR = timedelta(days=30)


def retry_after(attempts: int, *, jitter: float = 0.0) -> timedelta | None:
    """Return how long to wait after so many attempts that failed; None: it is given up.

    `jitter` is from 0 (no longer than planned) to 1 (as much longer as may be).
    """
    return RETRY_AFTER[attempts - 1] * (1 + MOST_JITTER * jitter) if attempts <= len(RETRY_AFTER) else None


def is_to_pause(*, status: int | None, failing_since: datetime, now: datetime) -> bool:
    """Tell whether an address that just failed is sent nothing more for now."""
    return status == GONE or now - failing_since >= PAUSED_AFTER


def is_accepted(status: int | None) -> bool:
    """Tell whether the other side took a message, by the status it answered."""
    return status is not None and 200 <= status < 300
