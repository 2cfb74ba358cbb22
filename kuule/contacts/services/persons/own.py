"""What this room itself knows of a person."""

from collections.abc import Sequence
from datetime import datetime, time
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kuule.contacts.models import (
    Account,
    Contact,
    ContactGroup,
    ContactMove,
    ContactPreference,
    Erasure,
    ImportChange,
    ImportedRow,
    ImportProblem,
    Suppression,
)
from kuule.contacts.rules.traces import Traces
from kuule.contacts.selectors.wishes import wishes_of_contact
from kuule.contacts.services.persons.registry import PersonHolder, Section
from kuule.jobs.models import Job
from kuule.jobs.rules import OPEN_STATES
from kuule.workspaces.services.keys import empty_answers

CHUNK = 500


def traces_of(contact: Contact) -> Traces:
    """Return by what this person can be recognised."""
    return Traces.of(email=contact.email, phone=contact.phone, name=contact.name, external_id=contact.external_id)


def _export(contact: Contact) -> Sequence[Section]:
    return [_facts(contact), _moves(contact), _stops(contact), _imports(contact)]


def _facts(contact: Contact) -> Section:
    words = {
        "name": _("Name"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "your_id": _("Your id"),
        "account": _("Account"),
        "role": _("Role in the account"),
        "group": _("Group"),
        "title": _("Job title"),
        "language": _("Language"),
        "time_zone": _("Time zone"),
        "preferred_channel": _("Preferred channel"),
        "quiet_from": _("Not to be written to from"),
        "quiet_until": _("Not to be written to until"),
        "known_since": _("Known since"),
        "archived": _("Archived"),
        "properties": _("Properties"),
        "property": _("Property"),
        "value": _("Value"),
    }
    wishes = wishes_of_contact(contact)
    row = {
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "your_id": contact.external_id,
        "account": contact.account.name if contact.account else "",
        "role": contact.role,
        "group": contact.group,
        "title": contact.title,
        "language": contact.language,
        "time_zone": contact.timezone,
        "preferred_channel": wishes.channel,
        "quiet_from": _clock(wishes.quiet_from),
        "quiet_until": _clock(wishes.quiet_until),
        "known_since": contact.created_at,
        "archived": contact.archived_at,
        "properties": [{"property": key, "value": value} for key, value in contact.properties.items()],
    }
    return Section("contact", _("The person"), [row], words)


def _clock(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""


def _moves(contact: Contact) -> Section:
    found = ContactMove.objects.filter(workspace_id=contact.workspace_id, contact=contact).order_by("pk")
    rows = [
        {
            "at": each.moved_at,
            "left": each.from_account.name if each.from_account else "",
            "joined": each.to_account.name if each.to_account else "",
        }
        for each in found.select_related("from_account", "to_account")
    ]
    words = {"at": _("When"), "left": _("Account before"), "joined": _("Account after")}
    return Section("moves", _("Moves from one account to another"), rows, words)


def _stops(contact: Contact) -> Section:
    found = Suppression.objects.filter(workspace_id=contact.workspace_id, contact=contact).order_by("pk")
    rows = [{"reason": each.reason, "since": each.created_at, "until": each.lifted_at} for each in found]
    words = {"reason": _("Why"), "since": _("Since"), "until": _("Until")}
    return Section("not_asked", _("Times when this person was not asked"), rows, words)


def _imports(contact: Contact) -> Section:
    changes = _changes(contact).select_related("job").order_by("pk")
    rows = [
        {"at": each.job.created_at, "was_new": each.is_new, "before": each.before, "after": each.after}
        for each in changes
    ]
    words = {"at": _("When"), "was_new": _("New by this import"), "before": _("Before"), "after": _("After")}
    return Section("imports", _("Imports that wrote about this person"), rows, words)


def _erase(contact: Contact, now: datetime) -> None:
    del now
    traces = traces_of(contact)
    _drop_copies(contact.workspace_id)
    forget_person_in_imports(contact)
    _forget_words_of_jobs(contact.workspace_id, traces)
    empty_answers(workspace=contact.workspace)
    contact.delete()


def forget_person_in_imports(contact: Contact) -> None:
    """Delete what past imports remember of a person: what they wrote, the lines kept out, and the cells to mend."""
    traces = traces_of(contact)
    _changes(contact).delete()
    kept_out = ImportedRow.objects.filter(workspace_id=contact.workspace_id)
    lines = [row.pk for row in kept_out.iterator(CHUNK) if traces.are_within(row.cells)]
    kept_out.filter(pk__in=lines).delete()
    named = Q()
    for part in traces.parts:
        named |= Q(value__icontains=part) | Q(detail__icontains=part)
    for whole in traces.wholes:
        named |= Q(value__iexact=whole) | Q(detail__iexact=whole)
    if named:
        problems = ImportProblem.objects.filter(named, workspace_id=contact.workspace_id)
        problems.update(value="", detail="")


def _changes(contact: Contact) -> QuerySet[ImportChange]:
    return ImportChange.objects.filter(
        workspace_id=contact.workspace_id, table__in=("contact", "preference"), row_id=contact.pk
    )


def _drop_copies(workspace_id: int) -> None:
    # Files of finished work are copies that can be made again. Whether a packed one holds this person cannot be seen
    # from outside, so all of them go.
    for job in Job.objects.filter(workspace_id=workspace_id).exclude(state__in=OPEN_STATES).exclude(file=""):
        Job.objects.filter(pk=job.pk).update(file="")
        transaction.on_commit(partial(job.file.storage.delete, job.file.name or ""))


def _forget_words_of_jobs(workspace_id: int, traces: Traces) -> None:
    for job in Job.objects.filter(workspace_id=workspace_id).only("file_name", "params", "result").iterator(CHUNK):
        changes = {}
        if traces.are_in(job.file_name):
            changes["file_name"] = ""
        for column in ("params", "result"):
            if traces.are_within(getattr(job, column)):
                changes[column] = _without(getattr(job, column), traces)
        if changes:
            Job.objects.filter(pk=job.pk).update(**changes)


def _without(value: Any, traces: Traces) -> Any:
    if isinstance(value, str):
        return "" if traces.are_in(value) else value
    if isinstance(value, dict):
        return {key: _without(each, traces) for key, each in value.items()}
    return [_without(each, traces) for each in value] if isinstance(value, list) else value


CONTACTS_HOLDER = PersonHolder(
    room="contacts",
    tables=(
        Contact,
        ContactGroup,
        ContactMove,
        ContactPreference,
        Account,
        Suppression,
        ImportProblem,
        ImportedRow,
        ImportChange,
        Erasure,
        Job,
    ),
    export=_export,
    erase=_erase,
)
