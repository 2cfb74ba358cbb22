"""What happens at a touchpoint on a date that is known of somebody: told by nobody, and recorded once."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from kuule.dispatch.models import Occurrence
from kuule.dispatch.rules.occurrences import DATE
from kuule.dispatch.selectors.dates import Dated, days_to_look_at, people_with_dates
from kuule.dispatch.services.occurrences import OCCURRENCE_FIELDS, occurrence_values
from kuule.lib.bulk import among, insert_values
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Workspace


@transaction.atomic
def note_dates(*, touchpoint: Touchpoint, now: datetime) -> int:
    """Record what happened at a touchpoint by the dates of people, up to today. Return how many it was.

    The days that were looked at are written in the same transaction: a crash repeats nothing, and after days without a
    worker the missing ones are made up for. A date that moves is another occurrence. No audit line: each occurrence
    says that it is from a date.
    """
    Workspace.objects.select_for_update(no_key=True).get(pk=touchpoint.workspace_id)
    current = Touchpoint.objects.select_related("workspace").get(pk=touchpoint.pk)
    days = days_to_look_at(current, now=now) if current.date_property else None
    if days is None:
        return 0
    people = people_with_dates(current, first=days[0], last=days[1])
    ids = [_id(current, each) for each in people]
    of_workspace = Occurrence.objects.filter(workspace=current.workspace).filter(among("external_id", ids))
    known = set(of_workspace.values_list("external_id", flat=True))
    rows = [_row(current, each, key, now) for each, key in zip(people, ids, strict=True) if key not in known]
    insert_values(Occurrence, OCCURRENCE_FIELDS, rows)
    Touchpoint.objects.filter(pk=current.pk).update(dates_seen_to=days[1])
    return len(rows)


def _id(touchpoint: Touchpoint, each: Dated) -> str:
    return f"date:{touchpoint.pk}:{each.contact_id}:{each.date}"


def _row(touchpoint: Touchpoint, each: Dated, key: str, now: datetime) -> tuple[object, ...]:
    day = date.fromisoformat(each.date) + timedelta(days=touchpoint.date_days)
    return occurrence_values(
        touchpoint,
        external_id=key,
        source=DATE,
        contact_id=each.contact_id,
        account_id=each.account_id,
        happened_at=datetime.combine(day, time(), ZoneInfo(touchpoint.workspace.timezone)),
        now=now,
    )
