"""Whether an answer opens a case, and when there is enough to decide."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

# Why an answer opens no case though its score would. Each is counted and shown.
ANONYMOUS, NAMELESS, OF_COLLEAGUES, UNCOUNTED, BROUGHT_IN_OLD, BEFORE_CASES = (
    "anonymous",
    "nameless",
    "colleagues",
    "uncounted",
    "brought_in_old",
    "before_cases",
)
SILENCED = (ANONYMOUS, NAMELESS, OF_COLLEAGUES, UNCOUNTED, BROUGHT_IN_OLD, BEFORE_CASES)

# A first tap whose page stays open is decided about after this time: until then the comment may still come.
FIRST_TAP_WAITS = timedelta(minutes=5)
# Where a playbook asks what a comment is about, the comment is waited for so long at most.
READING_WAITS = timedelta(seconds=30)
# An answer in a file that is older than this when the file comes in opens no case: nobody waits for a call any more.
OLDEST_BROUGHT_IN = timedelta(days=14)

_LOTS = 10_000
_LOTS_PER_PERCENT = _LOTS // 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known of an answer by itself. `brought_in_at` is when the file that it came in was handed in."""

    answered_at: datetime
    is_counted: bool
    is_named: bool
    is_anonymous: bool
    is_of_staff: bool
    brought_in_at: datetime | None = None


def why_silenced(given: Given, *, cases_since: datetime) -> str:
    """Return why an answer opens no case whatever its score is, one of `SILENCED`; "" where it may open one."""
    old = given.brought_in_at is not None and given.brought_in_at - given.answered_at > OLDEST_BROUGHT_IN
    reasons = (
        (not given.is_counted, UNCOUNTED),
        (given.is_anonymous, ANONYMOUS),
        (given.is_of_staff, OF_COLLEAGUES),
        (not given.is_named, NAMELESS),
        (old, BROUGHT_IN_OLD),
        (given.brought_in_at is None and given.answered_at < cases_since, BEFORE_CASES),
    )
    return next((reason for holds, reason in reasons if holds), "")


def waits_until(answered_at: datetime, *, is_finished: bool, wants_reading: bool, now: datetime) -> datetime | None:
    """Return until when to wait before deciding about an answer, None to decide at once."""
    waits = (FIRST_TAP_WAITS if not is_finished else timedelta(), READING_WAITS if wants_reading else timedelta())
    until = answered_at + max(waits)
    return until if until > now else None


def lot_of(*, key: bytes, uid: UUID) -> int:
    """Return the lot of an answer in its workspace, 0 to 9999.

    It is made of the answer by a key that stays in the workspace: the same always, and nobody can choose it.
    """
    drawn = hmac.new(key, b"case " + uid.bytes, hashlib.sha256).digest()
    return int.from_bytes(drawn[:8], "big") % _LOTS


def is_drawn(lot: int, *, share: int) -> bool:
    """Tell whether a lot is among the drawn where so many percent are."""
    return lot < share * _LOTS_PER_PERCENT
