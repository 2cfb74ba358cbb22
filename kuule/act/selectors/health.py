"""Rows that checks of a programme look at."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuule.act.models import HealthLine, HealthReading
from kuule.act.rules.health import Line
from kuule.contacts.models import Contact, Suppression
from kuule.dispatch.models import Invitation
from kuule.insight.selectors.groups import contacts_in
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER

# A reading so far from the day that is meant still tells of it.
NEAR = timedelta(days=14)
WEEKS_SHOWN = 26


def customers(workspace: Workspace, *, known_before: datetime) -> QuerySet[Contact]:
    """Return the customers who were known before a moment and are not archived."""
    found = Contact.objects.filter(contacts_in(CUSTOMER), workspace=workspace, archived_at=None)
    return found.filter(created_at__lt=known_before)


def reachable(workspace: Workspace, *, known_before: datetime) -> QuerySet[Contact]:
    """Return those of them who have an address, and none that must not be written to."""
    closed = Suppression.objects.filter(workspace=workspace, contact=OuterRef("pk"), lifted_at=None)
    return customers(workspace, known_before=known_before).filter(~Exists(closed), ~Q(email="") | ~Q(phone=""))


def asks_between(workspace: Workspace, since: datetime, until: datetime) -> QuerySet[Invitation]:
    """Return the asks of a time, by whatever way."""
    return Invitation.objects.filter(workspace=workspace, asked_at__gte=since, asked_at__lt=until)


def lines_of(workspace: Workspace) -> Mapping[str, Line]:
    """Return the lines that a company drew itself, by check."""
    drawn = HealthLine.objects.filter(workspace=workspace)
    return {each.key: Line(each.good, each.act) for each in drawn}


class Past(NamedTuple):
    """What a check found before: its value, and how much it had looked at."""

    value: float
    n: int


def readings_near(workspace: Workspace, *, day: date) -> Mapping[str, Past]:
    """Return what was kept of each check nearest to a day, at most two weeks away."""
    kept = HealthReading.objects.filter(
        workspace=workspace, day__gte=day - NEAR, day__lte=day + NEAR, value__isnull=False
    )
    rows = sorted(kept, key=lambda reading: -abs((reading.day - day).days))
    return {each.key: Past(each.value, each.n) for each in rows if each.value is not None}


def readings_of(workspace: Workspace, *, key: str) -> Sequence[HealthReading]:
    """Return what was kept of a check in the last months, once a week, the newest first."""
    kept = HealthReading.objects.filter(workspace=workspace, key=key).order_by("-day")[: WEEKS_SHOWN * 7]
    weeks: dict[tuple[int, int], HealthReading] = {}
    for reading in kept:
        weeks.setdefault(reading.day.isocalendar()[:2], reading)
    return list(weeks.values())


def workspaces_without_reading(*, day: date) -> QuerySet[Workspace]:
    """Return the workspaces whose programme was not looked at on a day and has asked somebody before."""
    kept = HealthReading.objects.filter(workspace=OuterRef("pk"), day=day)
    asked = Invitation.objects.filter(workspace=OuterRef("pk"), asked_at__isnull=False)
    return Workspace.objects.filter(~Exists(kept), Exists(asked)).order_by("pk")
