"""What can go wrong with a message, and when it is tried again."""

from datetime import timedelta

# Why a handover did not happen, or is not known to have happened.
REFUSED, POSTPONED, UNSENDABLE, NO_CONNECTION, CONNECTION_LOST, INTERRUPTED, UNEXPECTED = (
    "refused",
    "postponed",
    "unsendable",
    "no_connection",
    "connection_lost",
    "interrupted",
    "unexpected",
)

TROUBLES = (REFUSED, POSTPONED, UNSENDABLE, NO_CONNECTION, CONNECTION_LOST, INTERRUPTED, UNEXPECTED)

RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
STUCK_AFTER = timedelta(minutes=15)
# A worker gives back what it has not begun with much sooner than this, unless it died.
LINE_AFTER = timedelta(minutes=1)
CONNECTION_PAUSE = timedelta(minutes=1)


def retry_delay(attempts: int) -> timedelta | None:
    """Return how long to wait after `attempts` handovers met a temporary error; None means give up."""
    return RETRY_DELAYS[attempts - 1] if 1 <= attempts <= len(RETRY_DELAYS) else None
