"""Touchpoints at which something happens on a date that is known of people, and of whom the day has come."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from kuule.contacts.models import Contact
from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.surveys.models import Touchpoint

# What was missed while Kuule stood still is made up for; what is older is nobody's news.
LONGEST_BACK = timedelta(days=31)


class Dated(NamedTuple):
    """Somebody of whom a date is known."""

    contact_id: int
    account_id: int | None
    date: str


def touchpoints_with_dates() -> QuerySet[Touchpoint]:
    """Return the touchpoints of all workspaces that go by dates and ask people."""
    found = Touchpoint.objects.filter(is_on=True, archived_at=None).exclude(date_property="")
    return found.select_related("workspace").order_by("workspace_id", "pk")


def days_to_look_at(touchpoint: Touchpoint, *, now: datetime) -> tuple[date, date] | None:
    """Return the first and the last day, in the zone of the company, that were not looked at; None if all were."""
    today = now.astimezone(ZoneInfo(touchpoint.workspace.timezone)).date()
    seen_to = touchpoint.dates_seen_to
    first = today if seen_to is None else max(seen_to + timedelta(days=1), today - LONGEST_BACK)
    return (first, today) if first <= today else None


def people_with_dates(touchpoint: Touchpoint, *, first: date, last: date) -> list[Dated]:
    """Return the people at whose date, so many days on as the touchpoint says, one of these days stands."""
    key = touchpoint.date_property
    column = "account__properties" if key.startswith(ACCOUNT_PREFIX) else "properties"
    away = timedelta(days=touchpoint.date_days)
    people = Contact.objects.filter(workspace=touchpoint.workspace, archived_at=None)
    said = Cast(KeyTextTransform(key.removeprefix(ACCOUNT_PREFIX), column), TextField())
    dated = people.annotate(date=said)
    # Dates are kept as ISO texts, whose order is that of the days.
    meant = dated.filter(date__gte=(first - away).isoformat(), date__lte=(last - away).isoformat())
    return [Dated(*row) for row in meant.order_by("pk").values_list("pk", "account_id", "date")]
