"""A letter that came back after it counted as contact."""

from datetime import datetime

from django.db import transaction

from kuule.act.models import Case, CaseEvent
from kuule.act.rules import CONTACTED, OPEN, REPLIED, RETURNED
from kuule.act.selectors.merged import cases_within
from kuule.act.services.cases.beginning import actor_of
from kuule.act.services.cases.talking import tell_contact
from kuule.act.services.history import note_event
from kuule.workspaces.services import record


@transaction.atomic
def take_contact_back(*, case: Case, at: datetime, now: datetime) -> Case:
    """Take back that the letter which left at a moment reached the customer, and return the case as it is then.

    If nobody reached them otherwise they wait again, also for an answer to what they wrote; reminders go on.
    """
    row = Case.objects.select_for_update(of=("self",)).select_related("workspace", "owner").get(pk=case.pk)
    within = cases_within(row)
    contacts = CaseEvent.objects.filter(case__in=within, is_contact=True).order_by("at", "pk")
    mistaken = contacts.filter(case=row, kind=CONTACTED, at=at).first()
    if mistaken is None:
        return row
    mistaken.is_contact = False
    mistaken.save(update_fields=["is_contact"])
    first, last = contacts.first(), contacts.last()
    same = Case.objects.filter(pk__in=within, contact=row.contact_id, contacted_at=at)
    same.update(contacted_at=first.at if first else None, contacted_by=first.by_id if first else None)
    row.refresh_from_db(fields=["contacted_at", "contacted_by"])
    if row.state == OPEN:
        row.reply_waits_since = row.reply_waits_since or _unanswered_since(row, last)
        row.look_at = now
        row.save(update_fields=["reply_waits_since", "look_at"])
    note_event(case=row, kind=RETURNED, now=now)
    tell_contact(case=row, event=mistaken, was_reached=False, actor=actor_of(None), now=now)
    record(workspace=row.workspace, actor=actor_of(None), act="case_contact_taken_back", subject=row, now=now)
    return row


def _unanswered_since(case: Case, last_contact: CaseEvent | None) -> datetime | None:
    """Return since when a reply of the customer has waited, None where somebody answered it."""
    replies = CaseEvent.objects.filter(case=case, kind=REPLIED).order_by("at", "pk")
    if last_contact is not None:
        replies = replies.filter(at__gt=last_contact.at)
    return replies.values_list("at", flat=True).first()
