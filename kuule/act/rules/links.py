"""Addresses of this room that stand in mails: pages for customers, and where replies go."""

import re

LETTER_PATH = "/l/{token}"
LETTER_STOP_PATH = "/l/{token}/stop"

# 128 random bits that survive mail programs which write addresses in small letters.
REPLY_TOKEN = re.compile(r"(?:^|\+)([0-9a-f]{32})$")
# In a reply address, stands for the token: every address of that domain comes to one mailbox.
ANYBODY = "*"


def letter_path(token: str, answer: str = "") -> str:
    """Return the path of the page behind a letter, with an answer already chosen."""
    path = LETTER_PATH.format(token=token)
    return f"{path}?answer={answer}" if answer else path


def letter_stop_path(token: str) -> str:
    """Return the path of the page where a customer says that they want no more letters like this."""
    return LETTER_STOP_PATH.format(token=token)


def reply_address(place: str, token: str) -> str:
    """Return where a reply to one letter goes: `reply+<token>@host`, or `<token>@host` where all of a host is ours."""
    name, _, host = place.partition("@")
    return f"{token}@{host}" if name == ANYBODY else f"{name}+{token}@{host}"


def reply_token(address: str) -> str:
    """Return the token in an address that a mail was sent to, or ""."""
    found = REPLY_TOKEN.search(address.rpartition("@")[0].strip().lower())
    return found.group(1) if found else ""
