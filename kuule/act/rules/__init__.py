"""What the words of closing the loop mean in this room."""

# How a case stands. A case that was merged into another is looked after there.
OPEN, CLOSED, MERGED = "open", "closed", "merged"
CASE_STATES = (OPEN, CLOSED, MERGED)

# Why a case was opened: the answer of a detractor, one drawn from the others, a key contact who fell silent, words that
# cannot wait; or somebody of the company opened it.
DETRACTOR, DRAWN, SILENT, URGENT, BY_HAND = "detractor", "drawn", "silent", "urgent", "hand"
CASE_REASONS = (DETRACTOR, DRAWN, SILENT, URGENT, BY_HAND)

# What came of a closed case.
SOLVED, NOT_SOLVED, EXPLAINED, UNREACHED, NO_PERSON = "solved", "not_solved", "explained", "unreached", "no_person"
CASE_OUTCOMES = (SOLVED, NOT_SOLVED, EXPLAINED, UNREACHED, NO_PERSON)

# Who becomes the owner of a case.
BY_ACCOUNT, BY_TOUCHPOINT, BY_TURN, BY_NAME = "account_owner", "touchpoint_owner", "team_turn", "member"
OWNER_RULES = (BY_ACCOUNT, BY_TOUCHPOINT, BY_TURN, BY_NAME)

# What happened in a case; its history is made of these.
OPENED, ASSIGNED, CONTACTED, CALLED, MAILED, REPLIED, NOTED = (
    "opened",
    "assigned",
    "contacted",
    "called",
    "mailed",
    "replied",
    "noted",
)
AGREED, DONE, DROPPED, CODED, SNOOZED, WOKEN, CLOSING, REOPENED = (
    "agreed",
    "done",
    "dropped",
    "coded",
    "snoozed",
    "woken",
    "closed",
    "reopened",
)
ABSORBED, ABSORBED_BY, CORRECTED, RAISED, REMINDED, ESCALATED, THANKED, ASKED, TOLD = (
    "absorbed",
    "absorbed_by",
    "corrected",
    "raised",
    "reminded",
    "escalated",
    "thanked",
    "asked",
    "told",
)
PARTED, RETURNED = "parted", "returned"
CASE_EVENTS = (
    *(OPENED, ASSIGNED, CONTACTED, CALLED, MAILED, REPLIED, NOTED),
    *(AGREED, DONE, DROPPED, CODED, SNOOZED, WOKEN, CLOSING, REOPENED),
    *(ABSORBED, ABSORBED_BY, PARTED, RETURNED, CORRECTED, RAISED, REMINDED, ESCALATED, THANKED, ASKED, TOLD),
)

# The acts at which a rule may ask for a note. Letting a case rest always takes a reason.
NOTE_MOMENTS = (CALLED, ASSIGNED, CLOSING)

# A person from the company reaches out within so many hours on the clock; nobody may promise less.
USUAL_HOURS, MOST_HOURS = 24, 48

LONGEST_NAME, LONGEST_REASON = 200, 500
