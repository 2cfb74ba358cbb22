"""Several cases about the same thing, looked after as one."""

from datetime import datetime

from django.db import transaction

from kuule.act.models import Case
from kuule.act.rules import ABSORBED, ABSORBED_BY, MERGED, OPEN, PARTED
from kuule.act.rules.cases import ANOTHER_CUSTOMER, IN_ITSELF
from kuule.act.services.cases.beginning import actor_of, case_at_hand
from kuule.act.services.history import note_event
from kuule.workspaces.models import Member
from kuule.workspaces.rules import Refused
from kuule.workspaces.services import record


@transaction.atomic
def merge_case(*, case: Case, into: Case, by: Member, now: datetime, seen: int | None = None) -> Case:
    """Look after a case in another open one of the same person or account, and return that one.

    Its history and its promises are shown there. Who was to be reached sooner is still reached sooner. Nothing that is
    merged can take another, so that no two are ever merged into each other.

    Raises:
        Refused: `in_itself`, `another_customer`, `not_open`, and as `case_at_hand` does.
    """
    if case.pk == into.pk:
        raise Refused(IN_ITSELF)
    # In one order, so that two people who merge the same two the other way round do not wait for each other for ever.
    for pk in sorted((case.pk, into.pk)):
        Case.objects.select_for_update(of=("self",)).get(pk=pk)
    row, target = case_at_hand(case, by=by, seen=seen), case_at_hand(into, by=by)
    if not _is_same_customer(row, target):
        raise Refused(ANOTHER_CUSTOMER)
    row.state, row.merged_into, row.look_at, row.snoozed_until = MERGED, target, None, None
    if target.contacted_at and target.contacted_at >= row.opened_at and row.contact_id == target.contact_id:
        row.contacted_at, row.contacted_by = (
            row.contacted_at or target.contacted_at,
            row.contacted_by or target.contacted_by,
        )
    row.save(
        update_fields=["state", "merged_into", "look_at", "snoozed_until", "contacted_at", "contacted_by"],
    )
    if row.contacted_at is None:
        target.due_at = min(target.due_at, row.due_at)
    target.reply_waits_since = target.reply_waits_since or row.reply_waits_since
    target.save(update_fields=["due_at", "reply_waits_since"])
    note_event(case=row, kind=ABSORBED_BY, now=now, by=by, case_id=target.pk)
    note_event(case=target, kind=ABSORBED, now=now, by=by, case_id=row.pk)
    record(workspace=row.workspace, actor=actor_of(by), act="case_merged", subject=row, now=now)
    return target


@transaction.atomic
def part_case(*, case: Case, by: Member, now: datetime) -> Case:
    """Take a merged case out of the other again, and return it. Raises Refused("not_merged")."""
    row = case_at_hand(case, by=by, state=MERGED)
    other, row.state, row.merged_into, row.look_at = row.merged_into, OPEN, None, now
    row.save(update_fields=["state", "merged_into", "look_at"])
    note_event(case=row, kind=PARTED, now=now, by=by, case_id=other.pk if other else None)
    if other is not None:
        note_event(case=other, kind=PARTED, now=now, by=by, case_id=row.pk)
    record(workspace=row.workspace, actor=actor_of(by), act="case_parted", subject=row, now=now)
    return row


def _is_same_customer(case: Case, other: Case) -> bool:
    if case.workspace_id != other.workspace_id:
        return False
    same_person = case.contact_id is not None and case.contact_id == other.contact_id
    return same_person or (case.account_id is not None and case.account_id == other.account_id)
