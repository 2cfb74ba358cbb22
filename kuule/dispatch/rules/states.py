"""How waves, decisions and messages can stand."""

from datetime import datetime, timedelta

from kuule.surveys.rules import PUBLISHED

# A wave.
SCHEDULED, PLANNING, SENDING, SENT, CANCELLED = "scheduled", "planning", "sending", "sent", "cancelled"
WAVE_STATES = (SCHEDULED, PLANNING, SENDING, SENT, CANCELLED)
OPEN_WAVE_STATES = (SCHEDULED, PLANNING, SENDING)

# An invitation: the decision about one person; or that they were written to without being asked.
INVITED, HELD_BACK, CARED = "invited", "held_back", "cared"
DECISIONS = (INVITED, HELD_BACK, CARED)

# A delivery: one handover to a channel.
DUE, HANDING_OVER, HANDED_OVER, UNCERTAIN, FAILED, DROPPED = (
    "due",
    "handing_over",
    "sent",
    "uncertain",
    "failed",
    "dropped",
)
DELIVERY_STATES = (DUE, HANDING_OVER, HANDED_OVER, UNCERTAIN, FAILED, DROPPED)
OPEN_DELIVERY_STATES = (DUE, HANDING_OVER)

# What a message is for: the survey itself, a reminder of it, having an unclear answer confirmed, or a tip.
ASK, REMIND, CONFIRM, TIP = "ask", "remind", "confirm", "tip"
DELIVERY_PURPOSES = (ASK, REMIND, CONFIRM, TIP)
# Such messages ask nobody.
NO_ASKS = (CONFIRM, TIP)
# Most people whose answer was unclear answer once more by themselves: the mail about it waits this long.
CONFIRM_AFTER = timedelta(minutes=10)

# What becomes of a message that may have left is decided by a person: it did, or it is sent once more.
SENT_AGAIN = "sent_again"

# Claimed by a worker that will hand it over within seconds, and not yet begun: nothing of it was given away.
IN_LINE = "in_line"

# By this word of ours a provider says, in its reports, which message it means.
REFERENCE_KEY = "kuule"

# Why a message about an unclear answer is not sent any more: it is known by now who answered.
SETTLED = "settled"


def asks(*, survey_state: str, archived_at: datetime | None) -> bool:
    """Tell whether people may be asked with a survey as it stands."""
    return survey_state == PUBLISHED and archived_at is None
