"""Which reminders a wave, a programme or a touchpoint sends to whoever has not answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from kuule.dispatch.rules import MOST_REMINDERS, Reminder
from kuule.dispatch.selectors.reminders import Source, invitations_of
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@transaction.atomic
def plan_reminders(*, source: Source, reminders: Sequence[Reminder], actor: Actor, now: datetime) -> None:
    """Set the reminders, instead of those that were set before; people who are waiting for an answer get the new ones.

    Raises ValueError for too many, or for days that are none.
    """
    if len(reminders) > MOST_REMINDERS or any(each.after_days < 1 for each in reminders):
        raise ValueError([each.after_days for each in reminders])
    source.reminders = [each.as_json() for each in reminders]
    source.save(update_fields=["reminders"])
    waiting = invitations_of(source).filter(answered_at=None, asked_at__isnull=False, expires_at__gt=now)
    not_yet = Q(reminded=None) | Q(reminded=0)
    waiting.filter(not_yet).update(
        remind_at=F("asked_at") + timedelta(days=reminders[0].after_days) if reminders else None
    )
    for number in range(1, MOST_REMINDERS):
        # Nobody gets two in a heap: how long the last one is ago is not asked.
        at = now + timedelta(days=reminders[number].after_days) if number < len(reminders) else None
        waiting.filter(reminded=number).update(remind_at=at)
    record(workspace=source.workspace, actor=actor, act="reminders_planned", subject=source, now=now)
