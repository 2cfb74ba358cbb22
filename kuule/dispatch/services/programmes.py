"""Programmes: begun, paused, changed and ended; their panel kept; their days planned."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from kuule.contacts.query import ContactFilter
from kuule.dispatch.models import Delivery, Invitation, Programme, Turn
from kuule.dispatch.rules import DROPPED, DUE, HELD_BACK, asks
from kuule.dispatch.rules import PAUSED as PAUSED_REASON
from kuule.dispatch.rules.programmes import DRAFT, ENDED, PAUSED, RUNNING, first_turns, last_day_to_plan
from kuule.dispatch.selectors.sending_times import times_of
from kuule.dispatch.services.panels import move_turns
from kuule.surveys.models import Survey
from kuule.surveys.selectors import published_version
from kuule.surveys.services.gates import pass_gates
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

CHANGEABLE = frozenset(
    {
        *("name", "audience", "channels", "period_days", "first_after_days", "since_property", "weekdays"),
        *("first_time", "last_time", "holidays_of", "pace", "case_minutes", "case_hours", "sample_margin"),
    }
)
# Another of these moves turns.
MOVING = frozenset({"period_days", "weekdays", "holidays_of"})


@transaction.atomic
def create_programme(
    *, workspace: Workspace, survey: Survey, name: str, actor: Actor, now: datetime, **fields: Any
) -> Programme:
    """Make a programme that asks nobody yet; `fields` are those of `CHANGEABLE`.

    Raises TypeError for another field, ValueError for times that never come or a survey of another workspace.
    """
    _require_known(fields)
    if survey.workspace_id != workspace.pk:
        raise ValueError("A survey of another workspace")
    programme = Programme(
        workspace=workspace,
        survey=survey,
        name=name,
        channels=["email"],
        created_by_id=actor.id if actor.kind == "user" else None,
        created_at=now,
    )
    _set(programme, fields, now)
    programme.save()
    record(workspace=workspace, actor=actor, act="programme_created", subject=programme, now=now)
    return programme


@transaction.atomic
def change_programme(*, programme: Programme, actor: Actor, now: datetime, **fields: Any) -> None:
    """Change a programme; `fields` are those of `CHANGEABLE`. Turns that no longer fit are spread anew.

    Raises as `create_programme` does.
    """
    _require_known(fields)
    kept = Programme.objects.select_for_update(of=("self",)).select_related("workspace", "survey").get(pk=programme.pk)
    moves = any(name in MOVING and getattr(kept, name) != value for name, value in fields.items())
    _set(kept, fields, now)
    kept.save(update_fields=list(fields))
    if moves and kept.state in (RUNNING, PAUSED):
        _spread_anew(kept, now)
    record(workspace=kept.workspace, actor=actor, act="programme_changed", subject=kept, now=now)
    programme.refresh_from_db()


@transaction.atomic
def start_programme(*, programme: Programme, actor: Actor, now: datetime) -> None:
    """Begin to ask: the panel is spread over the first period.

    Raises Refused("survey_not_published"), Refused("not_a_draft") and GateClosed.
    """
    survey = programme.survey
    if published_version(programme.workspace, survey=survey) is None or not asks(
        survey_state=survey.state, archived_at=survey.archived_at
    ):
        raise Refused("survey_not_published")
    pass_gates(programme.workspace)
    if not Programme.objects.filter(pk=programme.pk, state=DRAFT).update(state=RUNNING, started_at=now):
        raise Refused("not_a_draft")
    programme.refresh_from_db()
    record(workspace=programme.workspace, actor=actor, act="programme_started", subject=programme, now=now)


@transaction.atomic
def pause_programme(*, programme: Programme, actor: Actor, now: datetime) -> None:
    """Ask nobody until it is resumed; messages that have not left are taken back. Raises Refused("not_running")."""
    today = _today(programme, now)
    if not Programme.objects.filter(pk=programme.pk, state=RUNNING).update(state=PAUSED, paused_on=today):
        raise Refused("not_running")
    _take_back_waiting(programme)
    programme.refresh_from_db()
    record(workspace=programme.workspace, actor=actor, act="programme_paused", subject=programme, now=now)


@transaction.atomic
def resume_programme(*, programme: Programme, actor: Actor, now: datetime) -> None:
    """Go on: every turn comes as much later as the pause was long, so that the panel is as even as before.

    Raises Refused("not_paused").
    """
    kept = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if kept.state != PAUSED or kept.paused_on is None:
        raise Refused("not_paused")
    weeks = -(-(_today(programme, now) - kept.paused_on).days // 7)
    Turn.objects.filter(programme=programme, next_on__isnull=False).update(
        next_on=F("next_on") + timedelta(weeks=weeks)
    )
    Programme.objects.filter(pk=programme.pk).update(state=RUNNING, paused_on=None)
    programme.refresh_from_db()
    record(workspace=programme.workspace, actor=actor, act="programme_resumed", subject=programme, now=now)


@transaction.atomic
def end_programme(*, programme: Programme, actor: Actor, now: datetime) -> None:
    """Ask nobody any more. Raises Refused("ended")."""
    going = Programme.objects.filter(pk=programme.pk).exclude(state=ENDED)
    if not going.update(state=ENDED, ended_at=now):
        raise Refused("ended")
    _take_back_waiting(programme)
    programme.refresh_from_db()
    record(workspace=programme.workspace, actor=actor, act="programme_ended", subject=programme, now=now)


def _take_back_waiting(programme: Programme) -> None:
    waiting = Delivery.objects.filter(
        workspace_id=programme.workspace_id, invitation__programme=programme, state=DUE, invitation__asked_at=None
    )
    chosen = list(waiting.values_list("pk", "invitation_id", "invitation__contact_id"))
    Delivery.objects.filter(pk__in=[pk for pk, *_ in chosen], state=DUE).update(state=DROPPED, reason=PAUSED_REASON)
    dropped = Delivery.objects.filter(pk__in=[pk for pk, *_ in chosen], state=DROPPED)
    gone = set(dropped.values_list("invitation_id", flat=True))
    Invitation.objects.filter(pk__in=gone).update(decision=HELD_BACK, reason=PAUSED_REASON)
    # Their turn comes again when the programme goes on.
    people = [contact for _pk, invitation, contact in chosen if invitation in gone]
    turns = Turn.objects.filter(programme=programme, contact_id__in=people)
    turns.update(next_on=F("asked_on"), asked_on=None)


def _spread_anew(programme: Programme, now: datetime) -> None:
    today = last_day_to_plan(now) + timedelta(days=1)
    times, period = times_of(programme, around=today), timedelta(days=programme.period_days)
    rows = list(Turn.objects.filter(programme=programme, next_on__isnull=False).values_list("pk", "asked_on"))
    earliest = [max(today, asked + period) if asked else today for _pk, asked in rows]
    if not rows:
        return
    seed = f"{programme.pk} {today}"
    turns = first_turns(earliest, times=times, period_days=programme.period_days, load={}, seed=seed)
    move_turns(programme, ((pk, turn) for (pk, _asked), turn in zip(rows, turns, strict=True)))


def _today(programme: Programme, now: datetime) -> date:
    return now.astimezone(ZoneInfo(programme.workspace.timezone)).date()


def _require_known(fields: Mapping[str, Any]) -> None:
    unknown = fields.keys() - CHANGEABLE
    if unknown:
        raise TypeError(", ".join(sorted(unknown)))


def _set(programme: Programme, fields: Mapping[str, Any], now: datetime) -> None:
    for name, value in fields.items():
        setattr(programme, name, value.as_json() if isinstance(value, ContactFilter) else value)
    next(times_of(programme, around=now.date()).days_from(now.date()))  # refuses times that never come
