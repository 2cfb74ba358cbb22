"""Messages on the thank-you page: which of them a respondent sees, decided by chance alone."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from kuule.economics.rules.groups import GROUPS

DRAFT, RUNNING, ENDED = "draft", "running", "ended"
TEST_STATES = (DRAFT, RUNNING, ENDED)

LEAST_MESSAGES, MOST_MESSAGES = 2, 4
LONGEST_MESSAGE, LONGEST_LINK_WORDS, LONGEST_ADDRESS = 400, 60, 500
LONGEST_TEST_NAME = 120
MOST_HELD_OUT, USUAL_HELD_OUT = 90, 20
USUAL_GOAL_DAYS, LONGEST_GOAL_DAYS = 30, 365

# The number of those who are shown none, so that it can be seen what a message does at all.
HELD_OUT = 0
_OUT_OF = 2**64


class KeptMessage(TypedDict):
    """A message as it is kept: words by language, an https address or "", and the words of the link by language."""

    words: dict[str, str]
    link: str
    link_words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Message:
    """One message in one language; `number` counts from 1."""

    number: int
    words: str
    link: str
    link_words: str


def languages_of(messages: Sequence[KeptMessage]) -> list[str]:
    """Return the languages that all messages have: only who reads one of them takes part."""
    common = [
        each["words"].keys() & each["link_words"].keys() if each["link"] else set(each["words"]) for each in messages
    ]
    return sorted(set.intersection(*common)) if common else []


def drawn_message(*, test: str, response: str, messages: int, held_out: int) -> int:
    """Draw the number of the message that a respondent sees, `HELD_OUT` for none of them.

    The same test and response always draw the same: a reload shows what was shown before. `held_out` is in percent;
    the others are shared equally among the messages.
    """
    digest = hashlib.sha256(f"{test}:{response}".encode()).digest()
    first, second = int.from_bytes(digest[:8]), int.from_bytes(digest[8:16])
    if first * 100 < held_out * _OUT_OF:
        return HELD_OUT
    return 1 + second * messages // _OUT_OF


def message_in(messages: Sequence[KeptMessage], *, number: int, language: str) -> Message | None:
    """Return a message in a language; None for who is shown none, and where it has no words in that language."""
    if not 0 < number <= len(messages):
        return None
    kept = messages[number - 1]
    words = kept["words"].get(language, "")
    return Message(number, words, kept["link"], kept["link_words"].get(language, "")) if words else None


def link_of(messages: Sequence[KeptMessage], *, number: int) -> str:
    """Return where a message leads, "" for nowhere."""
    return messages[number - 1]["link"] if 0 < number <= len(messages) else ""


def is_safe_link(address: str) -> bool:
    """Tell whether a respondent may be sent there: a complete address that starts with https."""
    return address.startswith("https://") and len(address) > len("https://") and not any(map(str.isspace, address))


def lacks(*, messages: Sequence[KeptMessage], groups: Sequence[str]) -> str:
    """Return what keeps a test from starting, as a code, or ""."""
    if len(messages) < LEAST_MESSAGES:
        return "few_messages"
    if not languages_of(messages):
        return "no_common_language"
    if not groups or not set(groups) <= set(GROUPS):
        return "no_groups"
    return ""
