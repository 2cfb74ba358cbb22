"""Erasing a person: every room forgets in one transaction, then the database is made to forget as well."""

from datetime import datetime

from django.db import transaction

from kuule.contacts.models import Contact, Erasure
from kuule.contacts.rules import ERASURE_REASONS
from kuule.contacts.services.persons.registry import holders
from kuule.jobs.models import Job
from kuule.jobs.rules import OPEN_STATES
from kuule.lib.vacuum import wipe_deleted
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def erase_person(*, contact: Contact, actor: Actor, now: datetime, reason: str) -> Erasure:
    """Forget a person in every room, for good. Answers keep their score without them; a stop keeps its keyed hash.

    Raises Refused("files_in_use", job_id=…) while an import or an export is under way: its file may hold the person,
    and an import would bring them back.
    """
    if reason not in ERASURE_REASONS:
        raise ValueError(reason)
    workspace = contact.workspace
    known = Contact.objects.select_for_update(of=("self",)).select_related("workspace", "account").get(pk=contact.pk)
    in_use = Job.objects.filter(workspace=workspace, state__in=OPEN_STATES).exclude(file="").order_by("pk").first()
    if in_use is not None:
        raise Refused("files_in_use", job_id=in_use.pk)
    record(workspace=workspace, actor=actor, act="person_erased", subject=known, now=now)
    tombstone = Erasure.objects.create(workspace=workspace, contact_id=known.pk, reason=reason, erased_at=now)
    for holder in reversed(holders()):
        holder.erase(known, now)
    return tombstone


def wipe_traces(*, now: datetime) -> int:
    """Make the database overwrite what erasures deleted. Returns how many erasures that concerned."""
    waiting = list(Erasure.objects.filter(wiped_at=None).values_list("pk", flat=True))
    if not waiting:
        return 0
    wipe_deleted([table._meta.db_table for holder in holders() for table in holder.tables])
    return Erasure.objects.filter(pk__in=waiting).update(wiped_at=now)
