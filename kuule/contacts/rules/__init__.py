"""Decisions about people, as pure functions."""

DECISION_MAKER, INFLUENCER, USER = "decision_maker", "influencer", "user"
CONTACT_ROLES = (DECISION_MAKER, INFLUENCER, USER)

TEXT, NUMBER, DATE, BOOLEAN = "text", "number", "date", "boolean"
PROPERTY_KINDS = (TEXT, NUMBER, DATE, BOOLEAN)

UNSUBSCRIBED, BOUNCED, COMPLAINED, BY_HAND = "unsubscribed", "bounced", "complained", "by_hand"
SUPPRESSION_REASONS = (UNSUBSCRIBED, BOUNCED, COMPLAINED, BY_HAND)
