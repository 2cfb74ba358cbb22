"""Which chats can be told something, and what may stand in a message to one."""

import re
from collections.abc import Mapping
from datetime import timedelta

SLACK, TEAMS, DISCORD, GOOGLE_CHAT = "slack", "teams", "discord", "google_chat"
# Vendors at hosts of their own, which nobody here can choose: else an address could name a machine inside our network.
CHAT_ADDRESSES: Mapping[str, re.Pattern[str]] = {
    SLACK: re.compile(r"https://hooks\.slack\.com/services/[A-Z0-9]+/[A-Z0-9]+/[A-Za-z0-9]+/?"),
    TEAMS: re.compile(
        r"https://[A-Za-z0-9.-]+\.(logic\.azure\.com|api\.powerplatform\.com)(:443)?"
        r"(/powerautomate/automations/direct)?/workflows/[A-Za-z0-9-]+/triggers/[A-Za-z0-9_]+/paths/invoke/?\?\S+"
    ),
    DISCORD: re.compile(r"https://discord(app)?\.com/api/webhooks/[0-9]+/[A-Za-z0-9_-]+/?"),
    GOOGLE_CHAT: re.compile(r"https://chat\.googleapis\.com/v1/spaces/[A-Za-z0-9_-]+/messages\?\S+"),
}
LONGEST_ADDRESS = 1_000
MOST_PEOPLE_TOLD, LONGEST_NAME = 10, 80
# Why the last message did not get through: our own address for it cannot be read, it was refused, or nobody answered.
UNREADABLE, TURNED_AWAY, OUT_OF_REACH = "unreadable", "turned_away", "out_of_reach"
CHAT_RETRY_AFTER, MOST_CHAT_ATTEMPTS = timedelta(hours=1), 5

# By these a chat calls everybody, makes a link, or draws bold; a name that was imported must do none of it.
_MARKS = re.compile(r"([@<>&*_~`|\[\]\\#])")
_INVISIBLE = "\u200b"


def chat_vendor(address: str) -> str:
    """Return whose chat an address leads to, or "" for one that none of the vendors gives out."""
    found = (vendor for vendor, pattern in CHAT_ADDRESSES.items() if pattern.fullmatch(address))
    return next(found, "") if len(address) <= LONGEST_ADDRESS else ""


def chat_name(name: str) -> str:
    """Return a name as it may stand in a message: on one line, not too long, and without meaning to a chat."""
    words = " ".join(name.split())
    short = words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}…"
    return _MARKS.sub(rf"\1{_INVISIBLE}", short)
