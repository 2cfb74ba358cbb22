"""People whom another system asked lately are not asked here at once."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q

from kuule.connect.moving.kinds import last_asked_among
from kuule.contacts.importers.files import headers_of, judged_rows, opened_records
from kuule.contacts.importers.people import read_email
from kuule.contacts.models import Contact
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.rules.moments import UnclearDateError, read_moment
from kuule.contacts.rules.rows import JudgedRow, RowReader
from kuule.contacts.rules.wishes import WISH_READERS
from kuule.dispatch.models import AskHold
from kuule.dispatch.rules.reasons import RECENTLY_ASKED
from kuule.dispatch.services.limits import place_hold
from kuule.lib.bulk import among
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor

BATCH = 1_000


def hold_recently_asked(
    *, workspace: Workspace, file: IO[Any] | File[Any], mapping: ColumnMapping, actor: Actor, now: datetime
) -> int:
    """Hold everybody in a file of people until their quarantine is over; return how many are held anew.

    The file says when somebody was asked last, and is read under the mapping by which it was imported.
    """
    held = 0
    with opened_records(file, mapping) as opened:
        place = last_asked_among(headers_of(opened))
        if place is None:
            return 0
        rows = judged_rows(opened, RowReader(mapping, email=read_email, more=WISH_READERS))
        while batch := list(islice(rows, BATCH)):
            held += _hold(workspace, dict(_until(workspace, batch, place, now)), actor, now)
    return held


def _until(
    workspace: Workspace, rows: Iterable[JudgedRow[Any]], place: int, now: datetime
) -> Iterator[tuple[str, datetime]]:
    """Yield by what people are known, and until when they are not asked, where that is ahead."""
    quarantine = timedelta(days=workspace.quarantine_days)
    for row in rows:
        if row.said is None or place >= len(row.cells) or not row.cells[place].strip():
            continue
        try:
            asked = read_moment(row.cells[place], zone=ZoneInfo(workspace.timezone))
        except UnclearDateError:
            continue
        known_by = row.said.external_id or row.said.email
        if known_by and asked is not None and now < asked + quarantine <= now + quarantine:
            yield known_by, asked + quarantine


@transaction.atomic
def _hold(workspace: Workspace, until: dict[str, datetime], actor: Actor, now: datetime) -> int:
    named = among("external_id", list(until)) | among("email", list(until))
    people = Contact.objects.filter(named, workspace=workspace)
    there = AskHold.objects.filter(
        Q(reason=RECENTLY_ASKED), workspace=workspace, contact__in=people, until__gt=now, released_at=None
    )
    held = set(there.values_list("contact_id", flat=True))
    new = [each for each in people if each.pk not in held]
    for each in new:
        moment = until.get(each.external_id) or until[each.email]
        place_hold(workspace=workspace, subject=each, reason=RECENTLY_ASKED, until=moment, actor=actor, now=now)
    return len(new)
