"""Why one person was asked or not: every decision about them, and what holds them back now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kuule.contacts.models import Contact
from kuule.dispatch.models import AskDecision, AskHold, Collector, Exclusion, Invitation, Programme, Wave
from kuule.dispatch.rules import ALLOW, DROP, HOLD, INVITED
from kuule.dispatch.selectors.reminders import source_of
from kuule.surveys.models import Touchpoint

DECISIONS_PAGE = 50
_FOLLOW_UPS = ("invitation__wave", "invitation__programme")


@dataclass(frozen=True, slots=True)
class PersonDecision:
    """One decision about a person: what it was for, what came of it, by which rule, and until when it holds.

    `is_follow_up` is true of one more message about an ask: a reminder, or another channel.
    """

    decided_at: datetime
    verdict: str
    rule: str = ""
    until: datetime | None = None
    channel: str = ""
    wave: Wave | None = None
    programme: Programme | None = None
    touchpoint: Touchpoint | None = None
    is_follow_up: bool = False
    collector: Collector | None = None


def decisions_about_person(contact: Contact, *, page: int = 1) -> tuple[Sequence[PersonDecision], bool]:
    """Return a page of the decisions about a person, the newest first, and whether there are more."""
    end = max(page, 1) * DECISIONS_PAGE
    of_waves = Invitation.objects.filter(workspace_id=contact.workspace_id, contact=contact, wave__isnull=False)
    others = AskDecision.objects.filter(workspace_id=contact.workspace_id, contact=contact)
    # Whoever is reminded of an anonymous survey has not answered it: how many did is told, who did is not.
    others = others.exclude(invitation__version__survey__is_anonymous=True)
    joined = others.select_related("programme", "occurrence__touchpoint", "collector", *_FOLLOW_UPS).order_by(
        "-decided_at", "-pk"
    )
    rows = [
        *(_of_wave(each) for each in of_waves.select_related("wave").order_by("-decided_at", "-pk")[: end + 1]),
        *(_other(each) for each in joined[: end + 1]),
    ]
    rows.sort(key=lambda each: each.decided_at, reverse=True)
    return rows[end - DECISIONS_PAGE : end], len(rows) > end


def holds_on(contact: Contact, *, now: datetime) -> QuerySet[AskHold]:
    """Return what holds a person back now: holds on them and on their account, the longest first."""
    live = AskHold.objects.filter(workspace_id=contact.workspace_id, released_at=None, until__gt=now)
    subjects = Q(contact=contact)
    if contact.account_id:
        subjects |= Q(account_id=contact.account_id)
    return live.filter(subjects).order_by("-until", "pk")


def exclusions_of(contact: Contact) -> QuerySet[Exclusion]:
    """Return when and why a person was taken out of being asked, the newest first."""
    taken = Exclusion.objects.filter(workspace_id=contact.workspace_id, contact=contact)
    return taken.select_related("member__user").order_by("-placed_at", "-pk")


def _of_wave(invitation: Invitation) -> PersonDecision:
    is_invited = invitation.decision == INVITED
    return PersonDecision(
        invitation.decided_at,
        ALLOW if is_invited else DROP,
        rule=invitation.reason,
        wave=invitation.wave,
    )


def _other(decision: AskDecision) -> PersonDecision:
    invitation = decision.invitation
    if invitation is not None:
        source = source_of(invitation)
        return PersonDecision(
            decision.decided_at,
            decision.verdict,
            rule=decision.rule,
            until=decision.until if decision.verdict == HOLD else None,
            channel=decision.channel,
            wave=source if isinstance(source, Wave) else None,
            programme=source if isinstance(source, Programme) else None,
            touchpoint=source if isinstance(source, Touchpoint) else None,
            is_follow_up=True,
        )
    return PersonDecision(
        decision.decided_at,
        decision.verdict,
        rule=decision.rule,
        until=decision.until if decision.verdict == HOLD else None,
        channel=decision.channel,
        programme=decision.programme,
        touchpoint=decision.occurrence.touchpoint if decision.occurrence else None,
        collector=decision.collector,
    )
