"""Whether somebody is asked, as pure functions over plain values."""

# A wave.
SCHEDULED, PLANNING, SENDING, SENT, CANCELLED = "scheduled", "planning", "sending", "sent", "cancelled"
WAVE_STATES = (SCHEDULED, PLANNING, SENDING, SENT, CANCELLED)

# An invitation: the decision about one person.
INVITED, HELD_BACK = "invited", "held_back"
DECISIONS = (INVITED, HELD_BACK)

# Why somebody is held back.
NO_ADDRESS, UNSUBSCRIBED, BOUNCED, COMPLAINED, BY_HAND, RECENTLY_ASKED, ARCHIVED = (
    "no_address",
    "unsubscribed",
    "bounced",
    "complained",
    "by_hand",
    "recently_asked",
    "archived",
)

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
