"""Why somebody is not asked, or not yet: the names by which decisions call their rules."""

from kuule.contacts.rules import BOUNCED, BY_HAND, COMPLAINED, UNSUBSCRIBED

# For good.
NO_ADDRESS, NO_CONSENT, ARCHIVED, TAKEN_OUT = "no_address", "no_consent", "archived", "taken_out"
# This ask alone.
SAMPLED_OUT, EXPIRED, LEFT_PANEL, CONDITION = "sampled_out", "expired", "left_panel", "condition"
OTHER_GROUP = "other_group"
# For a while.
RECENTLY_ASKED, NOT_NOW, CASE_OPEN, PACE, CAPACITY, DAILY_CAP, QUIET_HOURS, WARM_UP, RESERVED = (
    "recently_asked",
    "not_now",
    "case_open",
    "pace",
    "capacity",
    "daily_cap",
    "quiet_hours",
    "warm_up",
    "reserved",
)
# On the phone: somebody is talking with them, nobody answered, they want to be called later.
CALLING, NO_REPLY, CALL_LATER = "calling", "no_reply", "call_later"
# Another system asked them.
ASKED_ELSEWHERE = "asked_elsewhere"
# Between the decision and the handover.
SURVEY_CLOSED, WAVE_CANCELLED, PAUSED, ERASED = "survey_closed", "wave_cancelled", "paused", "erased"
CALLED_OFF = "called_off"
# Why one more message goes out about an ask, or none does.
REMINDER, FALL_BACK, ANSWERED, SWITCHED_OFF = "reminder", "fall_back", "answered", "switched_off"

HOLD_REASONS = (
    *(NO_ADDRESS, UNSUBSCRIBED, BOUNCED, COMPLAINED, BY_HAND, NO_CONSENT, ARCHIVED, TAKEN_OUT),
    *(SAMPLED_OUT, EXPIRED, LEFT_PANEL, CONDITION, OTHER_GROUP),
    *(RECENTLY_ASKED, NOT_NOW, CASE_OPEN, PACE, CAPACITY, DAILY_CAP, QUIET_HOURS, WARM_UP, RESERVED),
    *(CALLING, NO_REPLY, CALL_LATER, ASKED_ELSEWHERE),
    *(SURVEY_CLOSED, WAVE_CANCELLED, PAUSED, ERASED, CALLED_OFF),
    *(REMINDER, FALL_BACK, ANSWERED, SWITCHED_OFF),
)

# A limit that somebody set for the workspace is called by its number.
LIMIT = "limit_"


def limit_name(number: int) -> str:
    """Return how decisions call the limit with this id."""
    return f"{LIMIT}{number}"
