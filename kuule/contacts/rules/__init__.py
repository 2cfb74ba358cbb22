"""Decisions about people, as pure functions."""

DECISION_MAKER, INFLUENCER, USER = "decision_maker", "influencer", "user"
CONTACT_ROLES = (DECISION_MAKER, INFLUENCER, USER)

TEXT, NUMBER, DATE, BOOLEAN = "text", "number", "date", "boolean"
PROPERTY_KINDS = (TEXT, NUMBER, DATE, BOOLEAN)

UNSUBSCRIBED, BOUNCED, COMPLAINED, BY_HAND = "unsubscribed", "bounced", "complained", "by_hand"
SUPPRESSION_REASONS = (UNSUBSCRIBED, BOUNCED, COMPLAINED, BY_HAND)

# Why a person was erased: they asked for it, or what is kept for so long may be kept no longer.
ASKED_FOR, KEPT_LONG = "asked_for", "kept_long"
ERASURE_REASONS = (ASKED_FOR, KEPT_LONG)
