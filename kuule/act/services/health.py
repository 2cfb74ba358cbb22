"""The health of a programme: kept every night, and measured by the company's own lines."""

from datetime import date, datetime

from django.db import transaction

from kuule.act.checks import CHECK_BY_KEY, CHECKS, Span
from kuule.act.models import HealthLine, HealthReading
from kuule.act.rules.health import Line
from kuule.act.selectors.health import lines_of
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


def keep_health(*, workspace: Workspace, day: date, now: datetime) -> int:
    """Keep what each check finds on a day, once. Returns how many readings were written."""
    lines, span = lines_of(workspace), Span(workspace=workspace, until=now)
    readings = []
    for check in CHECKS:
        found = check.look(span)
        line = lines.get(check.key, check.line)
        readings.append(
            HealthReading(
                workspace=workspace,
                key=check.key,
                day=day,
                state=line.state_of(found.value),
                value=found.value,
                n=found.n,
            )
        )
    return len(HealthReading.objects.bulk_create(readings, ignore_conflicts=True))


@transaction.atomic
def draw_health_line(*, workspace: Workspace, key: str, line: Line | None, actor: Actor, now: datetime) -> None:
    """Draw the line of a check where the company wants it; None takes it back to where it usually is.

    Raises Refused("line_turned") for a line that would make the better the worse, and KeyError for an unknown check.
    """
    check = CHECK_BY_KEY[key]
    if line is None or line == check.line:
        if HealthLine.objects.filter(workspace=workspace, key=key).delete()[0]:
            record(workspace=workspace, actor=actor, act="health_line_drawn", subject=workspace, now=now)
        return
    if line.more_is_better != check.line.more_is_better or not line.is_sound(most=check.most):
        raise Refused("line_turned")
    HealthLine.objects.update_or_create(
        workspace=workspace, key=key, defaults={"good": line.good, "act": line.act, "changed_at": now}
    )
    record(workspace=workspace, actor=actor, act="health_line_drawn", subject=workspace, now=now)
