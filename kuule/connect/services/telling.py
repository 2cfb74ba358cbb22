"""Telling other systems of answers and stops: each entry of an outbox becomes the messages that addresses want."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kuule.connect.channels import STANDARD
from kuule.connect.channels.delighted import CREATED, DELIGHTED, UNSUBSCRIBED, UPDATED
from kuule.connect.models import AnswerTelling, StopTelling, ToldAnswer, Webhook
from kuule.connect.selectors.alerts import has_alerts
from kuule.connect.selectors.answers import told_in_webhooks
from kuule.connect.selectors.outgoing import entries_to_tell, hears_anybody, webhooks_that_hear
from kuule.connect.selectors.people import plain_person
from kuule.connect.services.alerts.noting import note_stops, note_things
from kuule.connect.services.outgoing import put_in_line
from kuule.connect.services.things import THINGS, forget_some, tell_of_stopped, tell_of_things
from kuule.contacts.models import Suppression
from kuule.contacts.rules import BOUNCED
from kuule.responses.models import Response
from kuule.responses.rules import PERSON

BATCH = 500
# What a receiver hears of when it changes.
_TOLD = ("score", "comment", "additional_answers")


@transaction.atomic
def tell_of_answers(*, now: datetime, limit: int = BATCH) -> int:
    """Write messages about answers that are new or changed. Returns how many entries of the outbox that was.

    Entries go in the transaction that writes the messages: whoever is killed in between sees the same answers again.
    """
    if not (hears_anybody(DELIGHTED.key, STANDARD.key) or has_alerts()):
        return forget_some(AnswerTelling)
    entries = entries_to_tell(AnswerTelling, limit=limit)
    webhooks = _by_survey(webhooks_that_hear(DELIGHTED.key, _workspaces(entries)))
    if webhooks:
        answers = Response.objects.select_related("contact", "version").filter(
            pk__among=[row for _entry, _workspace, row in entries], survey__in=webhooks, verdict=PERSON
        )
        for response in answers.order_by("answered_at", "pk"):
            for webhook in webhooks[response.survey_id]:
                _tell(webhook, response, now)
    tell_of_things(THINGS[AnswerTelling], entries, now=now)
    note_things(THINGS[AnswerTelling], entries, now=now)
    AnswerTelling.objects.filter(pk__among=[entry for entry, *_rest in entries]).delete()
    return len(entries)


def _tell(webhook: Webhook, response: Response, now: datetime) -> None:
    if webhook.project is None:
        return
    data = told_in_webhooks(webhook.project, response)
    digest = _digest(data)
    told, is_new = ToldAnswer.objects.get_or_create(
        webhook=webhook, response=response, defaults={"workspace": webhook.workspace, "digest": digest}
    )
    if not is_new and told.digest == digest:
        return
    if is_new and _is_history(response):
        return
    ToldAnswer.objects.filter(pk=told.pk).update(digest=digest)
    was_there = not is_new or (response.answered_at < webhook.created_at and response.changed_at is not None)
    put_in_line(
        webhook=webhook,
        event_type=UPDATED if was_there else CREATED,
        about=f"response {response.pk}",
        data=data,
        now=now,
        contact=response.contact,
    )


def _is_history(response: Response) -> bool:
    # A file of a million old answers is no news to anybody.
    return response.import_job_id is not None and response.changed_at is None


@transaction.atomic
def tell_of_stops(*, now: datetime, limit: int = BATCH) -> int:
    """Write messages about people who do not want to be asked any more. Returns how many entries that was."""
    if not (hears_anybody(DELIGHTED.key, STANDARD.key) or has_alerts()):
        return forget_some(StopTelling)
    entries = entries_to_tell(StopTelling, limit=limit)
    webhooks = webhooks_that_hear(DELIGHTED.key, _workspaces(entries))
    if webhooks:
        stops = Suppression.objects.select_related("contact").filter(
            pk__among=[row for _entry, _workspace, row in entries], lifted_at=None, contact__isnull=False
        )
        for stop in stops.exclude(reason=BOUNCED).order_by("pk"):
            for webhook in webhooks:
                if webhook.workspace_id == stop.workspace_id and stop.contact is not None:
                    put_in_line(
                        webhook=webhook,
                        event_type=UNSUBSCRIBED,
                        about=f"person {stop.contact.pk}",
                        data={"person": plain_person(stop.contact)},
                        now=now,
                        contact=stop.contact,
                    )
    tell_of_stopped(entries, now=now)
    note_stops(entries, now=now)
    StopTelling.objects.filter(pk__among=[entry for entry, *_rest in entries]).delete()
    return len(entries)


def _workspaces(entries: Iterable[tuple[int, int | None, int]]) -> list[int]:
    return sorted({workspace for _entry, workspace, _row in entries if workspace is not None})


def _by_survey(webhooks: Iterable[Webhook]) -> dict[int, list[Webhook]]:
    found: dict[int, list[Webhook]] = {}
    for each in webhooks:
        if each.project is not None:
            found.setdefault(each.project.survey_id, []).append(each)
    return found


def _digest(data: dict[str, Any]) -> str:
    said = json.dumps({name: data[name] for name in _TOLD}, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
