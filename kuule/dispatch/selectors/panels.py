"""The panel of a programme: who is in it, who would join it now and when their first turn would be, who would leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.fields.json import KeyTransform

from kuule.contacts.models import Contact
from kuule.contacts.query import ACCOUNT_PREFIX, ContactFilter
from kuule.contacts.selectors import contacts_matching
from kuule.dispatch.models import Programme, Turn
from kuule.dispatch.rules.programmes import first_turns, last_day_to_plan
from kuule.dispatch.selectors.audiences import audience_for
from kuule.dispatch.selectors.sending_times import times_of


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who fits the audience and has no turn ahead; `turn_id` is the turn of one who comes back."""

    contact_id: int
    turn_id: int | None
    day: date


def panel_size(programme: Programme) -> int:
    """Return how many people have a turn ahead."""
    return Turn.objects.filter(programme=programme, next_on__isnull=False).count()


def load_of(programme: Programme) -> dict[date, int]:
    """Return how many turns lie on each day."""
    turns = Turn.objects.filter(programme=programme, next_on__isnull=False)
    return dict(turns.values_list("next_on").annotate(n=Count("pk")).order_by("next_on"))


def audience_of(programme: Programme) -> QuerySet[Contact]:
    """Return the contacts who belong to the panel now."""
    audience = audience_for(programme.survey, ContactFilter.from_json(programme.audience))
    return contacts_matching(programme.workspace, filter=audience)


def joining(programme: Programme, *, now: datetime) -> list[Joining]:
    """Return who would join now, each with the day of their first turn: as early as the panel stays even."""
    have = Turn.objects.filter(programme=programme)
    fitting = audience_of(programme).exclude(pk__in=have.filter(next_on__isnull=False).values("contact_id"))
    rows = list(_since(fitting, programme).order_by("pk").values_list("pk", "created_at", "since"))
    if not rows:
        return []
    # Only those who left and come back have a turn already.
    left = have.filter(next_on=None).values_list("pk", "contact_id", "asked_on")
    known = {contact: (pk, asked) for pk, contact, asked in left}
    start = last_day_to_plan(now) + timedelta(days=1)
    days = first_turns(
        [_earliest(programme, start, row, known) for row in rows],
        times=times_of(programme, around=start),
        period_days=programme.period_days,
        load=load_of(programme),
        seed=f"{programme.pk} {start}",
    )
    return [Joining(row[0], known.get(row[0], (None, None))[0], day) for row, day in zip(rows, days, strict=True)]


def leaving(programme: Programme) -> list[int]:
    """Return the ids of the turns ahead of people who do not fit the audience any more."""
    turns = Turn.objects.filter(programme=programme, next_on__isnull=False)
    return list(turns.exclude(contact__in=audience_of(programme).order_by().values("pk")).values_list("pk", flat=True))


def _since(people: QuerySet[Contact], programme: Programme) -> QuerySet[Any]:
    key = programme.since_property
    if not key:
        return people.annotate(since=F("created_at"))
    column = "account__properties" if key.startswith(ACCOUNT_PREFIX) else "properties"
    return people.annotate(since=KeyTransform(key.removeprefix(ACCOUNT_PREFIX), column))


def _earliest(programme: Programme, start: date, row: Sequence[Any], known: dict[int, tuple[int, date | None]]) -> date:
    contact, created, since = row
    begun = _day(since) or created.date()
    earliest = max(start, begun + timedelta(days=programme.first_after_days))
    asked = known.get(contact, (0, None))[1]
    return max(earliest, asked + timedelta(days=programme.period_days)) if asked else earliest


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
