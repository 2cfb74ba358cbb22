"""What the mails of this room are for."""

# To members: a case is theirs, its time is near, its time is over, the customer wrote back, what was promised is due,
# the agenda of the huddle, the pulse of the team, a part in the programme to accept, a survey to try on oneself.
NEW_CASE, REMINDER, ESCALATION, REPLY_CAME, PROMISE_DUE, AGENDA, PULSE, ACCEPTANCE, TRY_OUT = (
    "new_case",
    "reminder",
    "escalation",
    "reply_came",
    "promise_due",
    "agenda",
    "pulse",
    "acceptance",
    "try_out",
)
TO_MEMBERS = (NEW_CASE, REMINDER, ESCALATION, REPLY_CAME, PROMISE_DUE, AGENDA, PULSE, ACCEPTANCE, TRY_OUT)

# To customers: what a member wrote in a case, thanks for an answer, thanks when a case closes with the question whether
# it was solved, an invitation to the panel, and what was done about what they said.
CASE_LETTER, THANKS, SOLVED_ASK, PANEL, TOLD_DONE = "case_letter", "thanks", "solved_ask", "panel", "told_done"
TO_CUSTOMERS = (CASE_LETTER, THANKS, SOLVED_ASK, PANEL, TOLD_DONE)

LETTER_PURPOSES = (*TO_MEMBERS, *TO_CUSTOMERS)
