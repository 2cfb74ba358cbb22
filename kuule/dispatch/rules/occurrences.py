"""How occurrences can stand, and where we know of them from."""

QUEUED, ASKED, LEFT_OUT = "queued", "asked", "left_out"
OCCURRENCE_STATES = (QUEUED, ASKED, LEFT_OUT)

API, WEBHOOK, FILE, DATE, BY_HAND = "api", "webhook", "file", "date", "by_hand"
SOURCES = (API, WEBHOOK, FILE, DATE, BY_HAND)
