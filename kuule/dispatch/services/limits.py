"""What keeps people from being asked: limits that were set, holds that rooms place, people whom somebody took out."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Model

from kuule.contacts.models import Account, Contact
from kuule.dispatch.models import AskHold, AskLimit, Exclusion, FamilyPriority
from kuule.dispatch.rules import CASE_OPEN
from kuule.dispatch.rules.limits import PERSON, SUBJECTS
from kuule.surveys.rules import FAMILIES
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

# An open case may keep somebody from being asked for so long and no longer: nobody is silenced by opening cases.
LONGEST_HOLDS = {CASE_OPEN: timedelta(days=14)}
LONGEST_REASON = 500


@transaction.atomic
def set_limit(
    *,
    workspace: Workspace,
    actor: Actor,
    now: datetime,
    subject: str = PERSON,
    family: str = "",
    channel: str = "",
    min_days: int = 0,
    most: int = 0,
    period_days: int = 0,
) -> AskLimit:
    """Limit how often people are asked, beside the pause of the workspace.

    Raises ValueError for one that limits nothing.
    """
    if subject not in SUBJECTS or family not in ("", *FAMILIES):
        raise ValueError((subject, family))
    if not min_days and not (most and period_days):
        raise ValueError("A limit needs a number of days, or how many asks in how many days.")
    limit = AskLimit.objects.create(
        workspace=workspace,
        subject=subject,
        family=family,
        channel=channel,
        min_days=min_days,
        most=most,
        period_days=period_days,
        created_at=now,
    )
    record(workspace=workspace, actor=actor, act="limit_set", subject=limit, now=now)
    return limit


@transaction.atomic
def lift_limit(*, limit: AskLimit, actor: Actor, now: datetime) -> None:
    """Take a limit away."""
    record(workspace=limit.workspace, actor=actor, act="limit_lifted", subject=limit, now=now)
    limit.delete()


@transaction.atomic
def set_priority(*, workspace: Workspace, family: str, days: int, actor: Actor, now: datetime) -> None:
    """Let a family of surveys go first: others ask nobody so many days before their turn with it. "" lifts that.

    Raises ValueError for an unknown family, or no day.
    """
    if family not in ("", *FAMILIES) or (family and days < 1):
        raise ValueError((family, days))
    if family:
        FamilyPriority.objects.update_or_create(workspace=workspace, defaults={"family": family, "days": days})
    else:
        FamilyPriority.objects.filter(workspace=workspace).delete()
    record(workspace=workspace, actor=actor, act="priority_set", subject=workspace, now=now)


@transaction.atomic
def place_hold(
    *,
    workspace: Workspace,
    subject: Contact | Account,
    reason: str,
    until: datetime,
    actor: Actor,
    now: datetime,
    about: Model | None = None,
) -> AskHold:
    """Ask a person, or anybody in an account, only after a moment; `about` is what for, such as an open case.

    A hold for an open case ends after 14 days at the latest, and what it is about can hold the same subject only once:
    placed again, it is the hold that was there. Raises ValueError where the moment has passed.
    """
    if until <= now:
        raise ValueError("A hold ends after it begins.")
    named = {"about_type": about._meta.model_name if about else "", "about_id": about.pk if about else None}
    place = {"contact": subject} if isinstance(subject, Contact) else {"account": subject}
    before = AskHold.objects.select_for_update().filter(workspace=workspace, reason=reason, **place, **named)
    if about is not None and (known := before.order_by("pk").first()) is not None:
        return known
    longest = LONGEST_HOLDS.get(reason)
    hold = AskHold.objects.create(
        workspace=workspace,
        reason=reason,
        placed_at=now,
        until=min(until, now + longest) if longest else until,
        **place,
        **named,
    )
    record(workspace=workspace, actor=actor, act="hold_placed", subject=subject, now=now)
    return hold


@transaction.atomic
def release_hold(*, hold: AskHold, actor: Actor, now: datetime) -> None:
    """End a hold before its time. Twice is as good as once."""
    if AskHold.objects.filter(pk=hold.pk, released_at=None).update(released_at=now):
        subject = hold.contact or hold.account
        record(workspace=hold.workspace, actor=actor, act="hold_released", subject=subject or hold, now=now)


@transaction.atomic
def take_out(*, contact: Contact, reason: str, member: Member, now: datetime) -> Exclusion:
    """Ask somebody no more because a member says so, who has to say why: it is counted and shown.

    Raises Refused("no_reason"), Refused("too_long", limit=…) or Refused("taken_out_already").
    """
    words = " ".join(reason.split())
    if not words:
        raise Refused("no_reason")
    if len(words) > LONGEST_REASON:
        raise Refused("too_long", limit=LONGEST_REASON)
    try:
        with transaction.atomic():
            taken = Exclusion.objects.create(
                workspace=contact.workspace, contact=contact, reason=words, member=member, placed_at=now
            )
    except IntegrityError as error:
        raise Refused("taken_out_already") from error
    actor = Actor.user(member.user_id)
    record(workspace=contact.workspace, actor=actor, act="contact_taken_out", subject=contact, now=now)
    return taken


@transaction.atomic
def take_back_in(*, contact: Contact, actor: Actor, now: datetime) -> None:
    """Ask somebody again who was taken out. Twice is as good as once."""
    live = Exclusion.objects.filter(workspace=contact.workspace, contact=contact, lifted_at=None)
    if live.update(lifted_at=now):
        record(workspace=contact.workspace, actor=actor, act="contact_taken_in", subject=contact, now=now)
