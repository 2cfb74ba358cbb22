"""When a key contact counts as silent, and when members are told."""

from datetime import datetime, timedelta

from kuule.dispatch.rules.states import DUE, FAILED, HANDED_OVER, HANDING_OVER, UNCERTAIN

ALERT_STATES = (DUE, HANDING_OVER, HANDED_OVER, UNCERTAIN, FAILED)
USUAL_SILENT_DAYS = 14
# Only who fell silent lately is told of: nobody wants a mail about a year of old asks.
NOTICED_WITHIN = timedelta(days=7)
# Not before this hour on the clock of the workspace, so that a day is one mail and not two.
FIRST_HOUR = 7
RETRY_AFTER, MOST_ATTEMPTS = timedelta(hours=1), 5
STUCK_AFTER = timedelta(minutes=10)


def asked_between(now: datetime, silent_days: int) -> tuple[datetime, datetime]:
    """Return between which moments somebody was asked who fell silent lately."""
    until = now - timedelta(days=silent_days)
    return until - NOTICED_WITHIN, until
