"""What happened at touchpoints: kept once each, however often it is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from kuule.contacts.rules.faults import Fault
from kuule.contacts.services.naming import find_or_add_people
from kuule.dispatch.models import Occurrence
from kuule.dispatch.rules.occurrences import CREATED, REFUSED, REPEATED, Recorded, Told
from kuule.lib.bulk import among, insert_values
from kuule.lib.ids import new_uid
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

OCCURRENCE_FIELDS = (
    *("workspace_id", "touchpoint_id", "uid", "external_id", "source", "contact_id", "account_id"),
    *("happened_at", "received_at", "properties", "due_at", "expires_at"),
)


class _Before(NamedTuple):
    """What is known of an occurrence that was told before."""

    uid: UUID
    touchpoint_id: int


def record_occurrences(
    *, workspace: Workspace, touchpoint: Touchpoint, items: Sequence[Told], source: str, actor: Actor, now: datetime
) -> list[Recorded]:
    """Keep what is told about a touchpoint; return what became of each, in their order.

    What has an id that is known by now is not kept again. People and accounts who are new are added. All or nothing is
    written, with a few queries however many they are.
    """
    try:
        return _recorded(workspace, touchpoint, items, source, actor, now)
    except IntegrityError:
        # Somebody was added elsewhere at this very moment: now they are found.
        return _recorded(workspace, touchpoint, items, source, actor, now)


@transaction.atomic
def _recorded(
    workspace: Workspace, touchpoint: Touchpoint, items: Sequence[Told], source: str, actor: Actor, now: datetime
) -> list[Recorded]:
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    known = _known(workspace, items)
    new = _told_first(items, known)
    named = find_or_add_people(workspace=workspace, persons=[each.person for each in new], now=now)
    whom = dict(zip(map(id, new), named, strict=True))
    found: list[Recorded] = []
    rows: list[tuple[object, ...]] = []
    for told in items:
        if told.external_id and told.external_id in known:
            found.append(_told_before(known[told.external_id], touchpoint))
            continue
        person = whom[id(told)]
        if person.problem:
            found.append(Recorded(REFUSED, faults=[Fault(person.field, person.problem)]))
            continue
        uid = new_uid()
        rows.append(
            occurrence_values(
                touchpoint,
                uid=uid,
                external_id=told.external_id,
                source=source,
                contact_id=person.contact_id,
                account_id=person.account_id,
                happened_at=told.happened_at or now,
                properties=told.properties,
                now=now,
            )
        )
        found.append(Recorded(CREATED, uid))
        if told.external_id:
            known[told.external_id] = _Before(uid, touchpoint.pk)
    insert_values(Occurrence, OCCURRENCE_FIELDS, rows)
    if rows:
        record(workspace=workspace, actor=actor, act="occurrences_told", subject=touchpoint, now=now)
    return found


def _told_first(items: Sequence[Told], known: Mapping[str, object]) -> list[Told]:
    seen = set(known)
    found = []
    for each in items:
        if not each.external_id or each.external_id not in seen:
            found.append(each)
            seen.add(each.external_id)
    return found


def _known(workspace: Workspace, items: Sequence[Told]) -> dict[str, _Before]:
    ids = {each.external_id for each in items if each.external_id}
    if not ids:
        return {}
    rows = Occurrence.objects.filter(workspace=workspace).filter(among("external_id", ids))
    needed = rows.values_list("external_id", "uid", "touchpoint_id")
    return {key: _Before(uid, touchpoint_id) for key, uid, touchpoint_id in needed}


def _told_before(before: _Before, touchpoint: Touchpoint) -> Recorded:
    if before.touchpoint_id != touchpoint.pk:
        return Recorded(REFUSED, faults=[Fault("id", "told_elsewhere")])
    return Recorded(REPEATED, before.uid)


def occurrence_values(
    touchpoint: Touchpoint,
    *,
    external_id: str,
    source: str,
    contact_id: int | None,
    account_id: int | None,
    happened_at: datetime,
    now: datetime,
    properties: Mapping[str, Any] | None = None,
    uid: UUID | None = None,
) -> tuple[object, ...]:
    """Return a new occurrence as the values of `OCCURRENCE_FIELDS`: when people are asked comes from the touchpoint."""
    due_at = happened_at + timedelta(minutes=touchpoint.delay_minutes)
    return (
        *(touchpoint.workspace_id, touchpoint.pk, uid or new_uid(), external_id, source, contact_id, account_id),
        *(happened_at, now, dict(properties or {}), due_at, due_at + timedelta(days=touchpoint.expires_days)),
    )
