"""Reminding owners of their cases before they are due, and telling others of those that nobody has reached out in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from kuule.act.models import Case
from kuule.act.rules import ESCALATED, OPEN, REMINDED, WOKEN
from kuule.act.rules.attention import MANAGERS_KNOW, REMINDED_ONCE
from kuule.act.rules.letters import ESCALATION, REMINDER
from kuule.act.rules.routing import present
from kuule.act.selectors.office import Office
from kuule.act.services.history import note_event
from kuule.act.services.letters import write_letter
from kuule.act.services.planning import look_again, waiting_of, weigh_again
from kuule.workspaces.models import Member, Workspace

log = structlog.get_logger("kuule.act")

BATCH = 200
TRIED_AGAIN_AFTER = timedelta(hours=1)


def attend_to_some(*, now: datetime, limit: int = BATCH) -> int:
    """Look at some cases whose moment has come, all of one workspace; return how many there were."""
    due = Case.objects.filter(look_at__lte=now).order_by("look_at", "pk")
    first = due.values_list("workspace_id", flat=True).first()
    if first is None:
        return 0
    office = Office(Workspace.objects.get(pk=first), now=now)
    ids = list(due.filter(workspace=first).values_list("pk", flat=True)[:limit])
    for pk in ids:
        try:
            attend_to(case_id=pk, office=office)
        except Exception:
            # One case that cannot be looked at must not keep all that follow from being looked at.
            log.exception("case_not_attended", case=pk)
            Case.objects.filter(pk=pk).update(look_at=now + TRIED_AGAIN_AFTER)
    return len(ids)


@transaction.atomic
def attend_to(*, case_id: int, office: Office) -> None:
    """End the snooze of a case, remind its owner, or tell who has to know that it waits; then say when to look next.

    Whoever is told once is not told the same again, also where two workers look at once.
    """
    due = Case.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).filter(look_at__lte=office.now)
    case = due.filter(pk=case_id).select_related("owner__user", "team", "account", "contact").first()
    if case is None:
        return
    if case.snoozed_until is not None and case.snoozed_until <= office.now:
        note_event(case=case, kind=WOKEN, now=office.now)
        case.snoozed_until = None
    if case.state == OPEN and case.contacted_at is None:
        _take_steps(case, office)
    weigh_again(case, office=office)
    look_again(case, office=office)
    case.save(update_fields=["snoozed_until", "escalation", "value", "weight", "look_at"])


def _take_steps(case: Case, office: Office) -> None:
    while (step := office.next_step(waiting_of(case), case.team)) is not None and step[1] <= office.now:
        case.escalation = step[0]
        if case.escalation != REMINDED_ONCE:
            _tell(case, office)
        elif office.now < case.due_at:
            # A reminder that comes after the time is over would only repeat what the managers hear now.
            _remind(case, office)


def _remind(case: Case, office: Office) -> None:
    if case.owner is None:
        return
    there = present(case.owner.pk, office.staff)
    told = [case.owner] if there in (None, case.owner.pk) else [case.owner, office.members[there]]
    _write(case, REMINDER, told, office)
    note_event(case=case, kind=REMINDED, now=office.now, to=[each.pk for each in told])


def _tell(case: Case, office: Office) -> None:
    told = office.managers(case.team) if case.escalation == MANAGERS_KNOW else office.owners()
    _write(case, ESCALATION, told, office)
    note_event(case=case, kind=ESCALATED, now=office.now, level=case.escalation, to=[each.pk for each in told])


def _write(case: Case, purpose: str, to: Iterable[Member], office: Office) -> None:
    for member in to:
        write_letter(
            workspace=office.workspace,
            purpose=purpose,
            to=member,
            case=case,
            params={"level": case.escalation},
            once_key=f"{purpose} {case.pk} {case.escalation} {member.pk}",
            now=office.now,
        )
