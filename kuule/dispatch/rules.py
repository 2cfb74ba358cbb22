"""Whether somebody is asked, in which language, and when to try again, as pure functions over plain values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kuule.surveys.rules import PUBLISHED

# A wave.
SCHEDULED, PLANNING, SENDING, SENT, CANCELLED = "scheduled", "planning", "sending", "sent", "cancelled"
WAVE_STATES = (SCHEDULED, PLANNING, SENDING, SENT, CANCELLED)
OPEN_WAVE_STATES = (SCHEDULED, PLANNING, SENDING)

# An invitation: the decision about one person.
INVITED, HELD_BACK = "invited", "held_back"
DECISIONS = (INVITED, HELD_BACK)

# Why somebody is held back. The last three arise only between the decision and the handover.
(
    NO_ADDRESS,
    UNSUBSCRIBED,
    BOUNCED,
    COMPLAINED,
    BY_HAND,
    NO_CONSENT,
    RECENTLY_ASKED,
    ARCHIVED,
    SURVEY_CLOSED,
    WAVE_CANCELLED,
    ERASED,
) = (
    "no_address",
    "unsubscribed",
    "bounced",
    "complained",
    "by_hand",
    "no_consent",
    "recently_asked",
    "archived",
    "survey_closed",
    "wave_cancelled",
    "erased",
)
HOLD_REASONS = (
    NO_ADDRESS,
    UNSUBSCRIBED,
    BOUNCED,
    COMPLAINED,
    BY_HAND,
    NO_CONSENT,
    RECENTLY_ASKED,
    ARCHIVED,
    SURVEY_CLOSED,
    WAVE_CANCELLED,
    ERASED,
)

# A delivery: one handover to a channel.
DUE, HANDING_OVER, HANDED_OVER, UNCERTAIN, FAILED, DROPPED = (
    "due",
    "handing_over",
    "sent",
    "uncertain",
    "failed",
    "dropped",
)
DELIVERY_STATES = (DUE, HANDING_OVER, HANDED_OVER, UNCERTAIN, FAILED, DROPPED)
OPEN_DELIVERY_STATES = (DUE, HANDING_OVER)

# What a message is for: the survey itself, or having an unclear answer confirmed.
ASK, CONFIRM = "ask", "confirm"
DELIVERY_PURPOSES = (ASK, CONFIRM)
# Most people whose answer was unclear answer once more by themselves: the mail about it waits this long.
CONFIRM_AFTER = timedelta(minutes=10)

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

# What becomes of a message that may have left is decided by a person: it did, or it is sent once more.
SENT_AGAIN = "sent_again"

# By this word of ours a provider says, in its reports, which message it means.
REFERENCE_KEY = "kuule"

# Why a message about an unclear answer is not sent any more: it is known by now who answered.
SETTLED = "settled"

# Why a handover did not happen, or is not known to have happened.
REFUSED, POSTPONED, UNSENDABLE, NO_CONNECTION, CONNECTION_LOST, INTERRUPTED, UNEXPECTED = (
    "refused",
    "postponed",
    "unsendable",
    "no_connection",
    "connection_lost",
    "interrupted",
    "unexpected",
)

TROUBLES = (REFUSED, POSTPONED, UNSENDABLE, NO_CONNECTION, CONNECTION_LOST, INTERRUPTED, UNEXPECTED)

RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
STUCK_AFTER = timedelta(minutes=15)
CONNECTION_PAUSE = timedelta(minutes=1)

# The pages behind a link of a mail. The first two belong to the room `responses`, which is above this one.
ANSWER_PATH = "/a/{token}"
CONFIRM_PATH = "/c/{token}"
STOP_PATH = "/u/{token}"


@dataclass(frozen=True, slots=True)
class Person:
    """What decides whether one contact is asked.

    `suppression` is the reason why the address must not be written to, or "". `has_consent` is False only where consent
    is the legal basis and this person did not give it. `last_asked_at` is when the latest
    survey of any wave went to this person, or will go if one is waiting to be handed over.
    """

    email: str
    is_archived: bool = False
    suppression: str = ""
    has_consent: bool = True
    last_asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Invited, or held back and why (`reason` is one of `HOLD_REASONS`, "" for the invited)."""

    decision: str
    reason: str = ""


def decision_about(person: Person, *, quarantine_days: int, now: datetime) -> Decision:
    """Decide whether a person is asked at `now`; the first reason that holds them back is the one on record.

    Somebody who was asked exactly `quarantine_days` ago may be asked again; 0 days means no pause at all.
    """
    if person.is_archived:
        return Decision(HELD_BACK, ARCHIVED)
    if not person.email:
        return Decision(HELD_BACK, NO_ADDRESS)
    if person.suppression:
        return Decision(HELD_BACK, person.suppression)
    if not person.has_consent:
        return Decision(HELD_BACK, NO_CONSENT)
    if is_in_quarantine(person.last_asked_at, quarantine_days=quarantine_days, now=now):
        return Decision(HELD_BACK, RECENTLY_ASKED)
    return Decision(INVITED)


def is_in_quarantine(last_asked_at: datetime | None, *, quarantine_days: int, now: datetime) -> bool:
    """Tell whether the pause that protects people from being asked too often still runs."""
    return last_asked_at is not None and last_asked_at > quarantine_start(quarantine_days, now)


def quarantine_start(quarantine_days: int, now: datetime) -> datetime:
    """Return the moment after which having been asked holds a person back."""
    return now - timedelta(days=quarantine_days)


def asks(*, survey_state: str, archived_at: datetime | None) -> bool:
    """Tell whether people may be asked with a survey as it stands."""
    return survey_state == PUBLISHED and archived_at is None


def language_for(wanted: str, *, offered: Sequence[str], fallback: str) -> str:
    """Return the language to ask in: the person's, else its base (`pt-br` → `pt`), else the company's, else the first.

    `offered` are the languages of the survey version; the result is one of them, or `fallback` if there is none.
    """
    for language in (wanted, wanted.partition("-")[0], fallback, fallback.partition("-")[0]):
        if language in offered:
            return language
    return offered[0] if offered else fallback


def retry_delay(attempts: int) -> timedelta | None:
    """Return how long to wait after `attempts` handovers met a temporary error; None means give up."""
    return RETRY_DELAYS[attempts - 1] if 1 <= attempts <= len(RETRY_DELAYS) else None


def answer_path(token: str, score: int | None = None) -> str:
    """Return the path of the page where the holder of a token answers, with a score already chosen."""
    path = ANSWER_PATH.format(token=token)
    return path if score is None else f"{path}?score={score}"


def confirm_path(token: str) -> str:
    """Return the path of the page where the holder of a token says that an unclear answer is theirs."""
    return CONFIRM_PATH.format(token=token)


def stop_path(token: str) -> str:
    """Return the path of the page where the holder of a token says that they do not want to be asked."""
    return STOP_PATH.format(token=token)


def return_address(bounce_address: str, reference: str) -> str:
    """Return the address that one message comes back to when it cannot be delivered."""
    name, _, host = bounce_address.partition("@")
    return f"{name}+{reference}@{host}"


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody told about a message after it left. `kind` is one of `DELIVERY_EVENTS`.

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
