"""Meeting about what customers said: the rhythm, the meeting itself, and what becomes of promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from kuule.act.answers.agenda import agenda_of
from kuule.act.models import Case, Huddle, HuddleItem, HuddlePlan, HuddleReading
from kuule.act.rules.huddles import (
    DECISION,
    HELD,
    MISSED,
    PLANNED,
    PROMISE,
    RUNNING,
    fresh_since,
    mail_time,
    next_time,
)
from kuule.act.rules.letters import AGENDA
from kuule.act.selectors.calendars import working_days
from kuule.act.selectors.huddles import attendees, last_until
from kuule.act.services.letters import write_letter
from kuule.insight.models import Theme
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Member, Team, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When a team meets, or about which touchpoint; `weekdays` are numbers, 0 for Monday."""

    team: Team | None
    touchpoint: Touchpoint | None
    weekdays: Sequence[int]
    at: time
    is_on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWritten:
    """What is written down in a huddle; see `HuddleItem`."""

    kind: str
    text: str
    owner: Member | None = None
    due_on: date | None = None
    case: Case | None = None
    theme: Theme | None = None


@transaction.atomic
def set_rhythm(*, workspace: Workspace, rhythm: Rhythm, actor: Actor, now: datetime) -> HuddlePlan:
    """Let a team meet in a rhythm from now on, or no more. A team, or a touchpoint, has one rhythm.

    Raises Refused with "huddle_about_nothing" without a team and a touchpoint, "no_weekday" without a day.
    """
    if rhythm.team is None and rhythm.touchpoint is None:
        raise Refused("huddle_about_nothing")
    if not rhythm.weekdays:
        raise Refused("no_weekday")
    plan, _is_new = HuddlePlan.objects.select_for_update().get_or_create(
        workspace=workspace, team=rhythm.team, touchpoint=rhythm.touchpoint, defaults={"changed_at": now}
    )
    plan.weekdays, plan.at, plan.is_on, plan.changed_at = sorted(rhythm.weekdays), rhythm.at, rhythm.is_on, now
    coming = plan.huddles.filter(state=PLANNED, planned_at__gt=now)
    if plan.is_on:
        coming.delete()
        _plan_next(plan, after=now, now=now)
    else:
        coming.delete()
        plan.next_at = plan.look_at = None
        plan.save()
    record(workspace=workspace, actor=actor, act="huddle_rhythm_set", subject=plan, now=now)
    return plan


@transaction.atomic
def call_huddle(*, plan: HuddlePlan, now: datetime) -> int:
    """Mail the agenda of a huddle once its morning has come, and plan the next when its time has. Returns the mails.

    A huddle that nobody began until the time of the next is missed.
    """
    plan = (
        HuddlePlan.objects.select_for_update(of=("self",))
        .select_related("workspace", "team", "touchpoint")
        .get(pk=plan.pk)
    )
    if not plan.is_on or plan.next_at is None or plan.look_at is None or plan.look_at > now:
        return 0
    if now >= plan.next_at:
        plan.huddles.filter(state=PLANNED, planned_at__lt=plan.next_at).update(state=MISSED)
        _plan_next(plan, after=now, now=now)
        return 0
    huddle = plan.huddles.filter(state=PLANNED, planned_at=plan.next_at).first()
    plan.look_at = plan.next_at
    plan.save(update_fields=["look_at"])
    return 0 if huddle is None else sum(_mail_agenda(huddle, member, now) for member in attendees(plan))


@transaction.atomic
def start_huddle(*, huddle: Huddle, member: Member, actor: Actor, now: datetime) -> Huddle:
    """Begin a huddle: its agenda stays from now on as it is.

    Raises Refused with "huddle_begun" or "huddle_missed" where it is too late for that.
    """
    huddle = _locked(huddle)
    if huddle.state != PLANNED:
        raise Refused("huddle_missed" if huddle.state == MISSED else "huddle_begun")
    huddle.since, huddle.until = fresh_since(last=last_until(huddle.plan), now=now), now
    huddle.agenda = agenda_of(huddle.plan, since=huddle.since, now=now).to_kept()
    huddle.state, huddle.started_by = RUNNING, member
    huddle.save()
    if huddle.plan.is_on and not huddle.plan.huddles.filter(state=PLANNED, planned_at__gt=huddle.planned_at).exists():
        _plan_next(huddle.plan, after=max(now, huddle.planned_at), now=now)
    read_agenda(huddle=huddle, member=member, now=now)
    record(workspace=huddle.workspace, actor=actor, act="huddle_started", subject=huddle, now=now)
    return huddle


@transaction.atomic
def tick_point(*, huddle: Huddle, point: str, is_done: bool) -> Huddle:
    """Mark a point of the agenda as talked through, or not. No audit line: it is a note of the meeting."""
    huddle = _locked(huddle)
    _must_run(huddle)
    huddle.ticked = sorted({*huddle.ticked, point} if is_done else {*huddle.ticked} - {point})
    huddle.save(update_fields=["ticked"])
    return huddle


@transaction.atomic
def write_item(*, huddle: Huddle, item: ItemWritten, member: Member, actor: Actor, now: datetime) -> HuddleItem:
    """Write down a decision, a promise or what is handed on, while the huddle runs.

    Raises Refused with "huddle_not_running", and "promise_unowned" for a promise without an owner or a day.
    """
    _must_run(_locked(huddle))
    if item.kind == PROMISE and (item.owner is None or item.due_on is None):
        raise Refused("promise_unowned")
    written = HuddleItem.objects.create(
        workspace=huddle.workspace,
        huddle=huddle,
        made_by=member,
        made_at=now,
        done_at=now if item.kind == DECISION else None,
        **{name: getattr(item, name) for name in ItemWritten.__dataclass_fields__},
    )
    record(workspace=huddle.workspace, actor=actor, act=f"huddle_{item.kind}_written", subject=written, now=now)
    return written


@transaction.atomic
def settle_item(*, item: HuddleItem, is_done: bool, actor: Actor, now: datetime, reason: str = "") -> HuddleItem:
    """Say that a promise was kept, or that what was handed on was taken up; or that it is dropped, and why.

    Raises Refused("item_settled"), and Refused("no_reason") for something dropped without a reason.
    """
    if not is_done and not reason.strip():
        raise Refused("no_reason")
    moment = {"done_at": now} if is_done else {"dropped_at": now, "reason": reason.strip()}
    waiting = HuddleItem.objects.filter(pk=item.pk, done_at=None, dropped_at=None)
    if not waiting.update(**moment):
        raise Refused("item_settled")
    record(
        workspace=item.workspace,
        actor=actor,
        act="huddle_item_done" if is_done else "huddle_item_dropped",
        subject=item,
        now=now,
    )
    item.refresh_from_db()
    return item


@transaction.atomic
def finish_huddle(*, huddle: Huddle, actor: Actor, now: datetime) -> Huddle:
    """End a huddle: nothing more is written down in it. Raises Refused("huddle_not_running")."""
    huddle = _locked(huddle)
    _must_run(huddle)
    huddle.state, huddle.finished_at = HELD, now
    huddle.save(update_fields=["state", "finished_at"])
    record(workspace=huddle.workspace, actor=actor, act="huddle_held", subject=huddle, now=now)
    return huddle


def read_agenda(*, huddle: Huddle, member: Member, now: datetime) -> None:
    """Keep that a member opened an agenda, once. No audit line: reading changes nothing."""
    HuddleReading.objects.get_or_create(
        huddle=huddle, member=member, defaults={"workspace_id": huddle.workspace_id, "read_at": now}
    )


def _plan_next(plan: HuddlePlan, *, after: datetime, now: datetime) -> None:
    zone = ZoneInfo(plan.workspace.timezone)
    plan.next_at = next_time(weekdays=plan.weekdays, at=plan.at, zone=zone, after=after)
    mailed = mail_time(plan.next_at, working_days(plan.workspace, plan.team, around=plan.next_at.date()))
    plan.look_at = mailed if mailed > now else plan.next_at
    plan.save()
    Huddle.objects.get_or_create(plan=plan, planned_at=plan.next_at, defaults={"workspace": plan.workspace})


def _mail_agenda(huddle: Huddle, member: Member, now: datetime) -> int:
    letter = write_letter(
        workspace=huddle.workspace,
        purpose=AGENDA,
        to=member,
        now=now,
        language=member.user.language or huddle.workspace.language,
        params={"huddle": huddle.pk},
        once_key=f"agenda {huddle.pk} {member.pk}",
    )
    return 0 if letter is None else 1


def _locked(huddle: Huddle) -> Huddle:
    known = Huddle.objects.select_for_update(of=("self",))
    return known.select_related("workspace", "plan__workspace", "plan__team", "plan__touchpoint__survey").get(
        pk=huddle.pk
    )


def _must_run(huddle: Huddle) -> None:
    if huddle.state != RUNNING:
        raise Refused("huddle_not_running")
