"""The one decision: may this person be asked now? For sending, for looking ahead and for the record alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kuule.contacts.rules import BY_HAND, COMPLAINED, UNSUBSCRIBED
from kuule.dispatch.rules.limits import ACCOUNT, Asked, Limit
from kuule.dispatch.rules.reasons import ARCHIVED, EXPIRED, NO_ADDRESS, NO_CONSENT, RESERVED, SAMPLED_OUT, TAKEN_OUT

ALLOW, HOLD, DROP = "allow", "hold", "drop"
VERDICTS = (ALLOW, HOLD, DROP)

# Whoever said so on one channel is asked on none; mail that came back says nothing about a phone.
EVERYWHERE = frozenset({UNSUBSCRIBED, COMPLAINED, BY_HAND})


@dataclass(frozen=True, slots=True)
class Hold:
    """Why somebody is not to be asked for a while: an open case, a pause in their account, a “not now”."""

    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Reserved:
    """A stretch of time in which somebody has their turn with a family of surveys that goes first."""

    family: str
    begins: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """An ask that is wanted: with which family of survey, on which channels (the first that works is taken).

    `expires_at` is when it makes no sense any more. `is_drawn` is False for somebody whom the sample passed over.
    """

    family: str = ""
    channels: Sequence[str] = ("email",)
    expires_at: datetime | None = None
    is_drawn: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """What decides whether one contact is asked.

    `reachable` are the channels that there is an address for, `preferred` the one they like best; `blocked` says which
    must not be used, and why. `has_consent` is False only where consent is the basis and was not given. `asked` and
    `account_asked` are earlier asks, also those that wait to be handed over. `taken_out` is why somebody took them out.
    `reserved` is when other surveys leave them alone, because one that goes first is about to ask.
    """

    reachable: Sequence[str] = ("email",)
    preferred: str = ""
    blocked: Mapping[str, str] = field(default_factory=dict)
    is_archived: bool = False
    has_consent: bool = True
    taken_out: str = ""
    asked: list[Asked] = field(default_factory=list)
    account_asked: list[Asked] = field(default_factory=list)
    holds: Sequence[Hold] = ()
    reserved: Sequence[Reserved] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Ask on `channel`, hold back `until` a moment, or drop; `rule` names what decided, "" where nothing forbids it."""

    verdict: str
    rule: str = ""
    until: datetime | None = None
    channel: str = ""


def decide(wish: Wish, person: Person, limits: Sequence[Limit], *, now: datetime) -> Decision:
    """Decide whether a person may be asked at `now`.

    What never passes goes before what does, and of what passes the rule that holds longest is named: whoever reads it
    knows when this person can be asked.
    """
    if dropped := _never(wish, person, now):
        return Decision(DROP, dropped)
    channel = usable_channel(wish, person)
    waits = [(hold.until, hold.reason) for hold in person.holds]
    waits += [(each.until, RESERVED) for each in person.reserved if each.family != wish.family and each.begins <= now]
    for limit in limits:
        if limit.concerns(wish.family, channel):
            free = limit.free_from(person.account_asked if limit.subject == ACCOUNT else person.asked)
            if free is not None:
                waits.append((free, limit.name))
    until, rule = max(waits, key=lambda each: each[0], default=(now, ""))
    if until <= now:
        return Decision(ALLOW, channel=channel)
    if wish.expires_at is not None and until >= wish.expires_at:
        return Decision(DROP, EXPIRED, until=until)
    return Decision(HOLD, rule, until=until, channel=channel)


def usable_channel(wish: Wish, person: Person) -> str:
    """Return the channel to ask on: the one the person likes best if it is wanted, else the first that works, or ""."""
    wanted = sorted(wish.channels, key=lambda each: each != person.preferred)
    return next((each for each in wanted if each in person.reachable and each not in person.blocked), "")


def _never(wish: Wish, person: Person, now: datetime) -> str:
    everywhere = next((reason for reason in person.blocked.values() if reason in EVERYWHERE), "")
    blocked = next((person.blocked[each] for each in wish.channels if each in person.blocked), "")
    checks = (
        (person.is_archived, ARCHIVED),
        (bool(everywhere), everywhere),
        (not usable_channel(wish, person), blocked or NO_ADDRESS),
        (not person.has_consent, NO_CONSENT),
        (bool(person.taken_out), TAKEN_OUT),
        (not wish.is_drawn, SAMPLED_OUT),
        (wish.expires_at is not None and wish.expires_at <= now, EXPIRED),
    )
    return next((reason for is_so, reason in checks if is_so), "")
