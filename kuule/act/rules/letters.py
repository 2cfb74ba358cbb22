"""What the mails of this room are for, and what becomes of them."""

from datetime import timedelta

# To members: a case is theirs, one waits in their team for somebody, its time is near, its time is over, the customer
# wrote back, a letter to the customer came back, what was promised is due, the agenda of the huddle, the pulse of the
# team, a part in the programme to accept, a survey to try on oneself.
NEW_CASE, TEAM_CASE, REMINDER, ESCALATION, REPLY_CAME, LETTER_BACK, PROMISE_DUE, AGENDA, PULSE, ACCEPTANCE, TRY_OUT = (
    "new_case",
    "team_case",
    "reminder",
    "escalation",
    "reply_came",
    "letter_back",
    "promise_due",
    "agenda",
    "pulse",
    "acceptance",
    "try_out",
)
TO_MEMBERS = (
    *(NEW_CASE, TEAM_CASE, REMINDER, ESCALATION, REPLY_CAME, LETTER_BACK, PROMISE_DUE, AGENDA, PULSE),
    *(ACCEPTANCE, TRY_OUT),
)

# To customers: what a member wrote in a case, thanks for an answer, thanks when a case closes with the question whether
# it was solved, an invitation to the panel, and what was done about what they said.
CASE_LETTER, THANKS, SOLVED_ASK, PANEL, TOLD_DONE = "case_letter", "thanks", "solved_ask", "panel", "told_done"
TO_CUSTOMERS = (CASE_LETTER, THANKS, SOLVED_ASK, PANEL, TOLD_DONE)

LETTER_PURPOSES = (*TO_MEMBERS, *TO_CUSTOMERS)

# Who answers by a link in the letter.
WITH_LINK = (THANKS, SOLVED_ASK, PANEL, TOLD_DONE)

# Why a letter was not handed over: it was taken back, there is no reason for it any more, the company does not use what
# it knows of people to follow up.
TAKEN_BACK, NO_REASON, NOT_A_PURPOSE = "taken_back", "no_reason", "not_a_purpose"
# Why it did not arrive: it came back after it was handed over.
CAME_BACK = "came_back"

# A letter that a person wrote waits this long, so that they can take it back.
SECOND_THOUGHTS = timedelta(minutes=1)

# What became of a mail that came in: it is in its case, it was there before, it belongs to none, too many came at once,
# nobody can read it.
KEPT, REPEATED, STRAY, TOO_MANY, UNREADABLE = "kept", "repeated", "stray", "too_many", "unreadable"
# So many mails a day are kept in one case, and of so many within an hour its owner is told.
MOST_A_DAY, MOST_TOLD_AN_HOUR = 60, 5

LONGEST_SUBJECT, LONGEST_WORDS, LONGEST_TITLE, LONGEST_FILE_NAME = 300, 20_000, 100, 200


def is_personal(purpose: str) -> bool:
    """Tell whether a person wrote the letter. Any other is automatic: it never counts as contact."""
    return purpose == CASE_LETTER
