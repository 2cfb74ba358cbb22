"""Writing down of what alerts have to tell, in the transaction that takes the entries out of the outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from kuule.connect.models import Alert, AlertNews
from kuule.connect.rules.alerts import CASE_LATE, Conditions, Facts, is_fresh, moments
from kuule.connect.rules.events import CONTACT_BOUNCED, CONTACT_UNSUBSCRIBED, Life
from kuule.connect.selectors.alert_facts import case_facts, facts_of, person_facts
from kuule.connect.selectors.alerts import alerts_for, newly_late_cases
from kuule.connect.selectors.things import FINDERS
from kuule.contacts.models import Contact, Suppression
from kuule.contacts.rules import BOUNCED
from kuule.responses.models import Response

Entry = tuple[int, int | None, int]


def note_things(life: Life, entries: Sequence[Entry], *, now: datetime) -> None:
    """Write down what alerts have to tell of things that are new, changed or over. Part of a larger act."""
    alerts = alerts_for(life.events, workspaces=_workspaces(entries))
    rows = dict.fromkeys((workspace, row) for _entry, workspace, row in entries if workspace in alerts)
    for workspace_id, row in rows:
        hearing = alerts[workspace_id or 0]
        workspace = hearing[0].workspace
        thing = FINDERS[life](workspace, row)
        if thing is None or thing.is_old_news:
            continue
        facts, response = facts_of(life, workspace, row, bought_until=_asks_for_value(hearing, now))
        happened = moments(life, began_at=thing.began_at, changed_at=thing.changed_at, ended_at=thing.ended_at)
        for event, at in happened:
            _note(hearing, event, at, row=row, facts=facts, contact=thing.contact, response=response, now=now)


def note_stops(entries: Sequence[Entry], *, now: datetime) -> None:
    """Write down what alerts have to tell of people who are not written to any more. Part of a larger act."""
    alerts = alerts_for((CONTACT_UNSUBSCRIBED, CONTACT_BOUNCED), workspaces=_workspaces(entries))
    if not alerts:
        return
    stops = Suppression.objects.filter(
        pk__among=[row for _entry, _workspace, row in entries], lifted_at=None, workspace__in=alerts
    )
    for stop in stops.select_related("contact__account", "contact__workspace").order_by("pk"):
        if stop.contact is None:
            continue
        event = CONTACT_BOUNCED if stop.reason == BOUNCED else CONTACT_UNSUBSCRIBED
        hearing, at = alerts[stop.workspace_id], stop.created_at
        facts = person_facts(stop.contact, bought_until=_asks_for_value(hearing, now))
        _note(hearing, event, at, row=stop.contact.pk, facts=facts, contact=stop.contact, response=None, now=now)


@transaction.atomic
def note_late_cases(*, alert: Alert, now: datetime) -> int:
    """Write down which cases became late that an alert is about. Return how many those are."""
    noted = 0
    for case in newly_late_cases(alert, now=now):
        facts, response = case_facts(case)
        noted += _note(
            [alert], CASE_LATE, case.due_at, row=case.pk, facts=facts, contact=case.contact, response=response, now=now
        )
    return noted


def conditions_of(alert: Alert) -> Conditions:
    """Return what an alert is about, but for the theme: that is known only when the comment was read."""
    return Conditions(
        groups=alert.groups,
        survey=alert.survey_id,
        touchpoint=alert.touchpoint_id,
        team=alert.team_id,
        owner=alert.owner_id,
        least_value=alert.least_value,
    )


def _note(
    alerts: Iterable[Alert],
    event: str,
    at: datetime,
    *,
    row: int,
    facts: Facts,
    contact: Contact | None,
    response: Response | None,
    now: datetime,
) -> int:
    news = [
        AlertNews(
            workspace_id=alert.workspace_id,
            alert=alert,
            event=event,
            row_id=row,
            at=at,
            noticed_at=now,
            contact=contact,
            response=response,
        )
        for alert in alerts
        if event in alert.events and is_fresh(at, since=alert.since, now=now) and conditions_of(alert).fit(facts)
    ]
    # The same moment of the same thing is in the outbox as often as its row was written.
    AlertNews.objects.bulk_create(news, ignore_conflicts=True)
    return len(news)


def _asks_for_value(alerts: Iterable[Alert], now: datetime) -> datetime | None:
    return now if any(alert.least_value is not None for alert in alerts) else None


def _workspaces(entries: Sequence[Entry]) -> set[int]:
    return {workspace for _entry, workspace, _row in entries if workspace is not None}
