"""Converting amounts anew when rates or the currency of the workspace change: at once, or as a job when many."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from kuule.economics.rules import CONVERSION
from kuule.economics.selectors.settings import money_settings
from kuule.economics.services.conversion import convert_rows
from kuule.economics.services.kept import recount_figures
from kuule.economics.services.shapes import CONVERTED_SHAPES, Shape
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED, DONE
from kuule.jobs.services import finish_job, open_job, report_progress
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor

AT_ONCE, CHUNK = 20_000, 20_000


@transaction.atomic
def reconvert(
    *, workspace: Workspace, actor: Actor, now: datetime, currency: str = "", since: date | None = None
) -> Job | None:
    """Convert the rows in other currencies anew: those of one currency, from a day on, or all.

    Return the job that a worker will do it with when there are many, None when it is done.
    """
    concerned = [_concerned(shape, workspace, currency, since) for shape in CONVERTED_SHAPES]
    total = sum(rows.count() for rows in concerned)
    if total > AT_ONCE:
        params = {"currency": currency, "since": since.isoformat() if since else ""}
        return open_job(workspace=workspace, kind=CONVERSION, actor=actor, now=now, params=params, total=total)
    base = money_settings(workspace).currency
    for shape, rows in zip(CONVERTED_SHAPES, concerned, strict=True):
        convert_rows(shape, rows, base=base)
    return None


def run_conversion(*, job: Job, clock: Callable[[], datetime]) -> Job:
    """Convert to the end, or from where a dead worker left it. Return the job as it ended.

    Raises:
        ClaimLostError: another worker took over.
    """
    for number in range(job.result.get("shapes", 0), len(CONVERTED_SHAPES)):
        while (ended := _step(job, number, clock)) is not None:
            if not ended:
                finish_job(job=job, now=clock(), state=CANCELLED)
                return job
    finish_job(job=job, now=clock(), state=DONE)
    recount_figures(job.workspace, now=clock())
    return job


@transaction.atomic
def _step(job: Job, number: int, clock: Callable[[], datetime]) -> bool | None:
    """Convert some rows of one kind. Return whether to go on, None when there are none left of this kind."""
    shape, since = CONVERTED_SHAPES[number], job.params["since"]
    rows = _concerned(shape, job.workspace, job.params["currency"], date.fromisoformat(since) if since else None)
    ids = list(rows.filter(pk__gt=job.position).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    base = money_settings(job.workspace).currency
    convert_rows(shape, rows.filter(pk__among=ids), base=base)
    position, result = (ids[-1], job.result) if ids else (0, {"shapes": number + 1})
    done = job.done + len(ids)
    goes_on = report_progress(job=job, position=position, done=done, now=clock(), result=result)
    return goes_on if ids else None


@transaction.atomic
def blank_amounts(workspace: Workspace) -> None:
    """Take away what was converted into another currency; what is in this one stays as it is written."""
    base = money_settings(workspace).currency
    for shape in CONVERTED_SHAPES:
        rows = shape.rows(workspace)
        rows.filter(currency=base).update(**{name: F(amount) for name, amount in shape.converted.items()})
        rows.exclude(currency=base).update(**dict.fromkeys(shape.converted))


def _concerned(shape: Shape, workspace: Workspace, currency: str, since: date | None) -> QuerySet[Any]:
    rows = shape.rows(workspace).exclude(currency=money_settings(workspace).currency)
    if currency:
        rows = rows.filter(currency=currency)
    return rows.filter(**{f"{shape.day}__gte": since}) if since else rows
