"""What a link in a mail about a case is good for."""

from datetime import datetime, timedelta

# I called and reached them, I take it, back to my team, not before tomorrow.
PASS_REACHED, PASS_TAKE, PASS_BACK, PASS_SNOOZE = "reached", "take", "back", "snooze"
PASS_ACTS = (PASS_REACHED, PASS_TAKE, PASS_BACK, PASS_SNOOZE)

PASS_WORKS = timedelta(days=7)
SNOOZED_FOR = timedelta(days=1)


def is_pass_fresh(sent_at: datetime, *, now: datetime) -> bool:
    """Tell whether a link in a mail that left at a moment still works."""
    return now < sent_at + PASS_WORKS
