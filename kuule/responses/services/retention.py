"""What is kept only for so long: names on answers, and people nobody heard of any more."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuule.contacts.models import Contact, ImportChange
from kuule.contacts.rules import KEPT_LONG
from kuule.contacts.services.persons import erase_person
from kuule.dispatch.models import Invitation
from kuule.lib.dates import months_before
from kuule.responses.models import Heard, Response, ResponseNote
from kuule.responses.selectors.heard import old_heard
from kuule.responses.services.forgetting import forget_persons_of
from kuule.responses.services.heard import forget_persons_heard
from kuule.workspaces.models import AuditEntry, Workspace
from kuule.workspaces.rules import SYSTEM, Refused
from kuule.workspaces.services import Retention, record

BATCH = 200


def old_answers(workspace: Workspace, *, months: int, now: datetime) -> QuerySet[Response]:
    """Return the answers older than so many months that still tell of a person."""
    notes = ResponseNote.objects.filter(response=OuterRef("pk"))
    tells = Q(contact__isnull=False) | Q(token_hash__isnull=False) | Q(import_job__isnull=False)
    tells |= ~Q(verbatim="") | ~Q(external_id="") | Q(Exists(notes))
    old = Response.objects.filter(workspace=workspace, answered_at__lt=_cut(workspace, months, now))
    return old.filter(tells)


def silent_people(workspace: Workspace, *, months: int, now: datetime) -> QuerySet[Contact]:
    """Return the people whom nobody added, changed, imported, asked or heard from for so many months."""
    cut = _cut(workspace, months, now)
    mine = {"workspace": workspace}
    signs = (
        Invitation.objects.filter(contact=OuterRef("pk"), decided_at__gte=cut, **mine),
        Response.objects.filter(Q(answered_at__gte=cut) | Q(changed_at__gte=cut), contact=OuterRef("pk"), **mine),
        Heard.objects.filter(contact=OuterRef("pk"), said_at__gte=cut, **mine),
        AuditEntry.objects.filter(object_type="contact", object_id=OuterRef("pk"), at__gte=cut, **mine),
        ImportChange.objects.filter(table="contact", row_id=OuterRef("pk"), job__created_at__gte=cut, **mine),
    )
    people = Contact.objects.filter(created_at__lt=cut, **mine)
    for sign in signs:
        people = people.filter(~Exists(sign))
    return people


def forget_old_answers(*, workspace: Workspace, now: datetime, limit: int = BATCH) -> int:
    """Take the persons off answers, and what was heard, that are older than they are kept. Returns how many."""
    if not workspace.answers_kept_months:
        return 0
    due = old_answers(workspace, months=workspace.answers_kept_months, now=now).order_by("pk")
    forgotten = forget_persons_of(
        workspace=workspace, responses=due.select_related("version", "account", "invitation")[:limit]
    )
    heard = old_heard(workspace, before=_cut(workspace, workspace.answers_kept_months, now)).order_by("pk")
    forgotten += forget_persons_heard(workspace=workspace, found=heard[:limit])
    if forgotten:
        record(workspace=workspace, actor=SYSTEM, act="answers_forgotten", subject=workspace, now=now)
    return forgotten


def erase_silent_people(*, workspace: Workspace, now: datetime, limit: int = BATCH) -> int:
    """Erase people who were silent for longer than the workspace keeps them. Returns how many.

    While an import or an export is under way, nobody: they are found again the next time.
    """
    if not workspace.people_kept_months:
        return 0
    due = silent_people(workspace, months=workspace.people_kept_months, now=now).order_by("pk")[:limit]
    erased = 0
    for contact in due.select_related("workspace"):
        try:
            erase_person(contact=contact, actor=SYSTEM, now=now, reason=KEPT_LONG)
        except Refused:
            return erased
        erased += 1
    return erased


def _cut(workspace: Workspace, months: int, now: datetime) -> datetime:
    return months_before(now, months, ZoneInfo(workspace.timezone))


def _count_answers(workspace: Workspace, months: int, now: datetime) -> int:
    heard = old_heard(workspace, before=_cut(workspace, months, now)).count()
    return old_answers(workspace, months=months, now=now).count() + heard


def _count_people(workspace: Workspace, months: int, now: datetime) -> int:
    return silent_people(workspace, months=months, now=now).count()


ANSWERS_KEPT = Retention("answers_kept_months", _count_answers)
PEOPLE_KEPT = Retention("people_kept_months", _count_people)
