"""Telling addresses of things that are new, changed or over: each entry of an outbox becomes the messages they want."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation

from kuule.connect.channels import STANDARD
from kuule.connect.models import (
    AnswerTelling,
    CaseTelling,
    InitiativeTelling,
    InvitationTelling,
    ToldThing,
    Webhook,
)
from kuule.connect.rules.events import (
    CASE,
    CONTACT_BOUNCED,
    CONTACT_UNSUBSCRIBED,
    INITIATIVE,
    INVITATION,
    RESPONSE,
    Life,
    events_now,
)
from kuule.connect.selectors.alerts import has_alerts
from kuule.connect.selectors.outgoing import Outbox, entries_to_tell, hears_anybody, webhooks_that_hear
from kuule.connect.selectors.things import FINDERS, Audience, Thing, as_json, stop_told
from kuule.connect.services.alerts.noting import note_things
from kuule.connect.services.outgoing import put_in_line
from kuule.contacts.models import Suppression
from kuule.contacts.rules import BOUNCED
from kuule.workspaces.models import Workspace

BATCH = 500
MOST_FORGOTTEN = 50_000

Entry = tuple[int, int | None, int]
# What the entries of each outbox are about. Those of answers are told to other kinds of webhooks too.
THINGS: Mapping[Outbox, Life] = {
    AnswerTelling: RESPONSE,
    InvitationTelling: INVITATION,
    CaseTelling: CASE,
    InitiativeTelling: INITIATIVE,
}


@transaction.atomic
def tell_of(outbox: Outbox, *, now: datetime, limit: int = BATCH) -> int:
    """Write the messages that the entries of an outbox give rise to. Returns how many entries that was.

    Entries go in the transaction that writes the messages: whoever is killed in between sees the same things again.
    """
    if not (hears_anybody(STANDARD.key) or has_alerts()):
        return forget_some(outbox)
    entries = entries_to_tell(outbox, limit=limit)
    tell_of_things(THINGS[outbox], entries, now=now)
    note_things(THINGS[outbox], entries, now=now)
    outbox.objects.filter(pk__among=[entry for entry, *_rest in entries]).delete()
    return len(entries)


def tell_of_things(life: Life, entries: Sequence[Entry], *, now: datetime) -> None:
    """Write messages about things that are new, changed or over. Part of a larger act."""
    webhooks = _wanting(life.events, entries)
    rows = dict.fromkeys((workspace, row) for _entry, workspace, row in entries if workspace in webhooks)
    for workspace_id, row in rows:
        hearing = webhooks[workspace_id]
        with _at_home(hearing[0].workspace):
            thing = FINDERS[life](hearing[0].workspace, row)
            if thing is not None:
                for webhook in hearing:
                    _tell(webhook, life, thing, now)


def tell_of_stopped(entries: Sequence[Entry], *, now: datetime) -> None:
    """Write messages about people who are not written to any more. Part of a larger act."""
    webhooks = _wanting(frozenset((CONTACT_UNSUBSCRIBED, CONTACT_BOUNCED)), entries)
    if not webhooks:
        return
    stops = Suppression.objects.select_related("contact").filter(
        pk__among=[row for _entry, _workspace, row in entries], lifted_at=None, contact__isnull=False
    )
    for stop in stops.order_by("pk"):
        for webhook in webhooks.get(stop.workspace_id, ()):
            _tell_stop(webhook, stop, now)


def forget_some(outbox: Outbox) -> int:
    """Drop entries that nobody wants to hear of: what a large import wrote down need not be read."""
    first = outbox.objects.order_by("pk").values_list("pk", flat=True).first()
    return 0 if first is None else outbox.objects.filter(pk__lt=first + MOST_FORGOTTEN).delete()[0]


def _wanting(events: frozenset[str], entries: Iterable[Entry]) -> dict[int | None, list[Webhook]]:
    workspaces = sorted({workspace for _entry, workspace, _row in entries if workspace is not None})
    found: dict[int | None, list[Webhook]] = {}
    for each in webhooks_that_hear(STANDARD.key, workspaces):
        if events.intersection(each.events):
            found.setdefault(each.workspace_id, []).append(each)
    return found


@contextmanager
def _at_home(workspace: Workspace) -> Iterator[None]:
    with translation.override(workspace.language), timezone.override(ZoneInfo(workspace.timezone)):
        yield


def _tell(webhook: Webhook, life: Life, thing: Thing, now: datetime) -> None:
    data = as_json(thing.shown(Audience(webhook.workspace, webhook.shows_personal)))
    digest, is_over = _digest(data), thing.ended_at is not None
    told = ToldThing.objects.filter(webhook=webhook, about=thing.about).first()
    if told is None and thing.is_old_news:
        return
    events = events_now(
        life,
        is_known=told is not None or thing.began_at < webhook.created_at,
        was_over=told.is_over if told else thing.ended_at is not None and thing.ended_at < webhook.created_at,
        is_over=is_over,
        has_changed=told.digest != digest if told else thing.changed_at >= webhook.created_at,
    )
    ToldThing.objects.update_or_create(
        webhook=webhook,
        about=thing.about,
        defaults={"workspace": webhook.workspace, "digest": digest, "is_over": is_over},
    )
    for event in events:
        put_in_line(webhook=webhook, event_type=event, about=thing.about, data=data, now=now, contact=thing.contact)


def _tell_stop(webhook: Webhook, stop: Suppression, now: datetime) -> None:
    told = {"workspace": webhook.workspace, "digest": "", "is_over": True}
    _told, is_new = ToldThing.objects.get_or_create(webhook=webhook, about=f"stop {stop.pk}", defaults=told)
    if not is_new or stop.contact is None:
        return
    put_in_line(
        webhook=webhook,
        event_type=CONTACT_BOUNCED if stop.reason == BOUNCED else CONTACT_UNSUBSCRIBED,
        about=f"contact {stop.contact.pk}",
        data=stop_told(stop, stop.contact, Audience(webhook.workspace, webhook.shows_personal)),
        now=now,
        contact=stop.contact,
    )


def _digest(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
