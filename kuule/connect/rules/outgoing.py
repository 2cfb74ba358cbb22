"""How messages to other systems can stand, and when they are tried again."""

from datetime import timedelta

DUE, DELIVERED, GIVEN_UP = "due", "delivered", "given_up"
MESSAGE_STATES = (DUE, DELIVERED, GIVEN_UP)

# A day and a half: long enough for a night's repair on the other side.
RETRY_AFTER = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=18),
)
# Whoever claims a message has so long to send it; after that it is anybody's again.
CLAIMED_FOR = timedelta(minutes=2)
# What is settled is kept so long, to be looked at.
KEPT_FOR = timedelta(days=30)


def retry_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts that failed; None: it is given up."""
    return RETRY_AFTER[attempts - 1] if attempts <= len(RETRY_AFTER) else None


def is_accepted(status: int | None) -> bool:
    """Tell whether the other side took a message, by the status it answered."""
    return status is not None and 200 <= status < 300
