"""What is reported about a message after it left, and what follows from it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# What is reported of a message afterwards: it arrived, waits, bounced for good or for now, or was called unwanted.
DELIVERED, DEFERRED, HARD_BOUNCE, SOFT_BOUNCE, COMPLAINT, UNSUBSCRIBE = (
    "delivered",
    "deferred",
    "hard_bounce",
    "soft_bounce",
    "complaint",
    "unsubscribe",
)
DELIVERY_EVENTS = (DELIVERED, DEFERRED, HARD_BOUNCE, SOFT_BOUNCE, COMPLAINT, UNSUBSCRIBE)
# That somebody, or their mail program, opened it or followed a link: known only where the provider looks for it.
OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody told about a message after it left. `kind` is one of `DELIVERY_EVENTS`, or `OPENED`.

    `key` is the same whenever the same report comes again. What the message is called: by the provider, in its header
    (one of several candidates), or by the reference that only we can make.
    """

    kind: str
    key: str
    happened_at: datetime
    detail: str = ""
    provider_id: str = ""
    message_ids: tuple[str, ...] = ()
    reference: str = ""


# A server's own words: 5.1.1 (RFC 3463), or at least 550.
_ENHANCED_CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_BASIC_CODE = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])")
# A full mailbox, or a message that is too big or unwanted, says nothing against the address itself.
_NOT_THE_ADDRESS = re.compile(r"5\.(?:2\.[23]|3\.4|6\.\d+|7\.\d+)")

SOFT_BOUNCES_TO_GIVE_UP = 3
SOFT_BOUNCES_OVER = timedelta(days=7)


def bounce_kind(words: str) -> str:
    """Return whether a server's words about a bounce are `HARD_BOUNCE`, `SOFT_BOUNCE`, or tell neither: ""."""
    code = _ENHANCED_CODE.search(words) or _BASIC_CODE.search(words)
    if code is None or code.group(1) == "2":
        return ""
    is_hard = code.group(1) == "5" and not _NOT_THE_ADDRESS.fullmatch(code.group())
    return HARD_BOUNCE if is_hard else SOFT_BOUNCE


def has_given_up(soft_bounces: Sequence[tuple[int, datetime]], *, last_delivered_at: datetime | None) -> bool:
    """Tell whether an address is dead though no server said so: mail of three waves came back, and none arrived since.

    `soft_bounces` are pairs of invitation and moment. The first and the last must be at least seven days apart.
    """
    recent = [(of, at) for of, at in soft_bounces if last_delivered_at is None or at > last_delivered_at]
    first_of_each = dict(sorted(recent, key=lambda pair: pair[1], reverse=True))
    moments = sorted(first_of_each.values())
    return len(moments) >= SOFT_BOUNCES_TO_GIVE_UP and moments[-1] - moments[0] >= SOFT_BOUNCES_OVER
