"""Reminding owners of their cases before they are due, and telling others of those that nobody has reached out in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from kuule.act.models import Case
from kuule.act.rules import ESCALATED, OPEN, REMINDED, WOKEN
from kuule.act.rules.attention import MANAGERS_KNOW, REMINDED_ONCE, Waiting, next_step
from kuule.act.rules.letters import ESCALATION, REMINDER
from kuule.act.selectors.calendars import working_days
from kuule.act.selectors.settings import case_settings, letter_hours, steps_of
from kuule.act.selectors.staff import day_in, managers_of, owners_of, stand_ins_of
from kuule.act.services.history import note_event
from kuule.act.services.letters import write_letter
from kuule.act.services.planning import look_again, weigh_again
from kuule.workspaces.models import Member

log = structlog.get_logger("kuule.act")

BATCH = 200
TRIED_AGAIN_AFTER = timedelta(hours=1)


def attend_to_some(*, now: datetime, limit: int = BATCH) -> int:
    """Look at some cases whose moment has come; return how many there were."""
    due = Case.objects.filter(look_at__lte=now).order_by("look_at", "pk")
    ids = list(due.values_list("pk", flat=True)[:limit])
    for pk in ids:
        try:
            attend_to(case_id=pk, now=now)
        except Exception:
            log.exception("case_not_attended", case=pk)
            Case.objects.filter(pk=pk).update(look_at=now + TRIED_AGAIN_AFTER)
    return len(ids)


@transaction.atomic
def attend_to(*, case_id: int, now: datetime) -> None:
    """End the snooze of a case, remind its owner, or tell who has to know that it waits; then say when to look next.

    Whoever is told once is not told the same again, also where two workers look at once.
    """
    due = Case.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).filter(look_at__lte=now)
    case = due.filter(pk=case_id).select_related("workspace", "owner__user", "team").first()
    if case is None:
        return
    if case.snoozed_until is not None and case.snoozed_until <= now:
        note_event(case=case, kind=WOKEN, now=now)
        case.snoozed_until = None
    if case.state == OPEN and case.contacted_at is None:
        _take_steps(case, now)
    weigh_again(case, now=now)
    look_again(case, now=now)
    case.save(update_fields=["snoozed_until", "escalation", "value", "weight", "look_at"])


def _take_steps(case: Case, now: datetime) -> None:
    settings = case_settings(case.workspace)
    hours = letter_hours(settings, working_days(case.workspace, case.team, around=day_in(case.workspace, now)))
    while True:
        waiting = Waiting(opened_at=case.opened_at, due_at=case.due_at, urgency=case.urgency, level=case.escalation)
        step = next_step(waiting, steps=steps_of(settings), hours=hours)
        if step is None or step[1] > now:
            return
        case.escalation = step[0]
        if case.escalation == REMINDED_ONCE:
            # A reminder that comes after the time is over would only repeat what the managers hear now.
            if now < case.due_at:
                _remind(case, now)
        else:
            _tell(case, now)


def _remind(case: Case, now: datetime) -> None:
    owner = case.owner
    if owner is None:
        return
    day = day_in(case.workspace, now)
    stand_in = stand_ins_of(case.workspace, members=[owner.pk], day=day).get(owner.pk)
    others = Member.objects.filter(pk=stand_in) if stand_in else ()
    _write(case, REMINDER, [owner, *others], now)
    note_event(case=case, kind=REMINDED, now=now, to=owner.pk)


def _tell(case: Case, now: datetime) -> None:
    told = managers_of(case.workspace, case.team) if case.escalation == MANAGERS_KNOW else owners_of(case.workspace)
    _write(case, ESCALATION, told, now)
    note_event(case=case, kind=ESCALATED, now=now, level=case.escalation, to=[each.pk for each in told])


def _write(case: Case, purpose: str, to: Iterable[Member], now: datetime) -> None:
    for member in to:
        write_letter(
            workspace=case.workspace,
            purpose=purpose,
            to=member,
            case=case,
            params={"level": case.escalation},
            once_key=f"{purpose} {case.pk} {case.escalation} {member.pk}",
            now=now,
        )
