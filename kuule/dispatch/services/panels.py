"""Keeping the panel of a programme: who fits gets a clock, who no longer does loses the next turn."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from kuule.dispatch.models import Programme, Turn
from kuule.dispatch.rules.programmes import RUNNING, last_day_to_plan
from kuule.dispatch.selectors.panels import joining, leaving
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
    new, gone = joining(current, now=now), leaving(current)
    Turn.objects.filter(programme=current, pk__among=gone).update(next_on=None)
    today = last_day_to_plan(now)
    insert_values(
        Turn,
        ("workspace_id", "programme_id", "contact_id", "next_on", "joined_on"),
        [(current.workspace_id, current.pk, each.contact_id, each.day, today) for each in new if each.turn_id is None],
    )
    move_turns(current, [(each.turn_id, each.day) for each in new if each.turn_id is not None])
    return len(new), len(gone)


def move_turns(programme: Programme, moved: Iterable[tuple[int, date]]) -> None:
    """Give turns, by id, another day: one statement for those of each day."""
    by_day: dict[date, list[int]] = {}
    for turn, day in moved:
        by_day.setdefault(day, []).append(turn)
    for day, turns in by_day.items():
        Turn.objects.filter(programme=programme, pk__among=turns).update(next_on=day)
