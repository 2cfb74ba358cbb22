"""Keeping the panel of a programme: who fits gets a clock, who no longer does loses the next turn."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.fields.json import KeyTransform

from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.dispatch.models import Programme, Turn
from kuule.dispatch.rules.programmes import RUNNING, first_turns, last_day_to_plan
from kuule.dispatch.selectors.programmes import audience_of, load_of, times_of
from kuule.lib.bulk import insert_values


@transaction.atomic
def keep_panel(*, programme: Programme, now: datetime) -> tuple[int, int]:
    """Let those join who fit the audience by now, and those leave who do not. Return how many of each.

    Somebody who comes back is asked no sooner than a period after they were asked last. No audit line: it follows from
    the audience, and each turn is a row.
    """
    locked = Programme.objects.select_for_update(of=("self",)).select_related("workspace", "survey")
    current = locked.get(pk=programme.pk)
    if current.state != RUNNING:
        return 0, 0
    left = _let_leave(current)
    return _let_join(current, now), left


def _let_leave(programme: Programme) -> int:
    turns = Turn.objects.filter(programme=programme, next_on__isnull=False)
    gone = turns.exclude(contact__in=audience_of(programme).order_by().values("pk"))
    return turns.filter(pk__in=list(gone.values_list("pk", flat=True))).update(next_on=None)


def _let_join(programme: Programme, now: datetime) -> int:
    have = Turn.objects.filter(programme=programme)
    fitting = audience_of(programme).exclude(pk__in=have.filter(next_on__isnull=False).values("contact_id"))
    rows = list(_since(fitting, programme).order_by("pk").values_list("pk", "created_at", "since"))
    if not rows:
        return 0
    known = {contact: (pk, asked) for pk, contact, asked in have.values_list("pk", "contact_id", "asked_on")}
    today = last_day_to_plan(now) + timedelta(days=1)
    earliest = [
        _earliest(programme, today, since or created.date(), known.get(contact, (0, None))[1])
        for contact, created, since in ((pk, created, _day(since)) for pk, created, since in rows)
    ]
    turns = first_turns(
        earliest,
        times=times_of(programme, around=today),
        period_days=programme.period_days,
        load=load_of(programme),
        seed=f"{programme.pk} {today}",
    )
    _write(programme, today, [pk for pk, *_ in rows], turns, {contact: pk for contact, (pk, _asked) in known.items()})
    return len(rows)


def _since(people: Any, programme: Programme) -> Any:
    key = programme.since_property
    if not key:
        return people.annotate(since=F("created_at"))
    column = "account__properties" if key.startswith(ACCOUNT_PREFIX) else "properties"
    return people.annotate(since=KeyTransform(key.removeprefix(ACCOUNT_PREFIX), column))


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _earliest(programme: Programme, today: date, since: date, asked: date | None) -> date:
    earliest = max(today, since + timedelta(days=programme.first_after_days))
    return max(earliest, asked + timedelta(days=programme.period_days)) if asked else earliest


def _write(
    programme: Programme, today: date, contacts: Sequence[int], turns: Sequence[date], known: dict[int, int]
) -> None:
    given = list(zip(contacts, turns, strict=True))
    insert_values(
        Turn,
        ("workspace_id", "programme_id", "contact_id", "next_on", "joined_on"),
        [
            (programme.workspace_id, programme.pk, contact, turn, today)
            for contact, turn in given
            if contact not in known
        ],
    )
    move_turns(programme, [(known[contact], turn) for contact, turn in given if contact in known])


def move_turns(programme: Programme, moved: Iterable[tuple[int, date]]) -> None:
    """Give turns, by id, another day: one statement for those of each day."""
    by_day: dict[date, list[int]] = {}
    for turn, day in moved:
        by_day.setdefault(day, []).append(turn)
    for day, turns in by_day.items():
        Turn.objects.filter(programme=programme, pk__among=turns).update(next_on=day)
