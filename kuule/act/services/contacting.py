"""That a person of the company reached a customer by a letter."""

from datetime import datetime

from django.db import transaction

from kuule.act.models import Case
from kuule.act.rules import CONTACTED
from kuule.act.services.history import note_event
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.services import record


@transaction.atomic
def mark_contacted(*, case: Case, by: Member | None, now: datetime) -> Case:
    """Say that a letter which a person wrote has left. Only the first contact sets the time; each answers a reply."""
    row = Case.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=case.pk)
    note_event(case=row, kind=CONTACTED, now=now, by=by, is_contact=True)
    if row.contacted_at is None:
        row.contacted_at, row.contacted_by = now, by
    row.reply_waits_since = None
    row.save(update_fields=["contacted_at", "contacted_by", "reply_waits_since"])
    actor = SYSTEM if by is None else Actor.user(by.user_id)
    record(workspace=row.workspace, actor=actor, act="case_contacted", subject=row, now=now)
    return row
