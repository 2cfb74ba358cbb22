"""What an import found wrong, in pages of lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from kuule.contacts.models import ImportedRow, ImportProblem
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED, DONE, FAILED
from kuule.workspaces.models import Workspace

PAGE_SIZE = 100
# So long it is known what an import did and which lines it kept out.
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Some problems in the order of the file. `after` is the id to go on from, or None."""

    problems: list[ImportProblem]
    after: int | None


def problems_of(workspace: Workspace, *, job: Job) -> QuerySet[ImportProblem]:
    """Return all problems of an import, in the order of the file."""
    return ImportProblem.objects.filter(workspace=workspace, job=job).order_by("line", "id")


def problem_page(workspace: Workspace, *, job: Job, after: int | None = None, reason: str = "") -> ProblemPage:
    """Return the problems that follow the one with the id `after`, of one kind if `reason` is given."""
    problems = problems_of(workspace, job=job)
    start = problems.filter(pk=after).values_list("line", "pk").first() if after else None
    if reason:
        problems = problems.filter(reason=reason)
    if start:
        problems = problems.filter(line__gte=start[0]).exclude(line=start[0], pk__lte=start[1])
    found = list(problems[: PAGE_SIZE + 1])
    return ProblemPage(found[:PAGE_SIZE], found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None)


def problem_counts(workspace: Workspace, *, job: Job) -> dict[str, int]:
    """Return how many problems of each kind an import has, the most frequent first."""
    counted = ImportProblem.objects.filter(workspace=workspace, job=job).values_list("reason")
    return dict(counted.annotate(number=Count("id")).order_by("-number", "reason"))


def kept_out_rows(workspace: Workspace, *, job: Job) -> Iterator[tuple[ImportedRow, list[ImportProblem]]]:
    """Yield the lines that were kept out, as they came, with their problems, in the order of the file."""
    rows = ImportedRow.objects.filter(workspace=workspace, job=job).order_by("line")
    problems = problems_of(workspace, job=job)
    last = 0
    while page := list(rows.filter(line__gt=last)[:PAGE_SIZE]):
        last = page[-1].line
        of_line: dict[int, list[ImportProblem]] = {}
        for problem in problems.filter(line__gte=page[0].line, line__lte=last):
            of_line.setdefault(problem.line, []).append(problem)
        yield from ((row, of_line.get(row.line, [])) for row in page)


def has_kept_out_rows(workspace: Workspace, *, job: Job) -> bool:
    """Tell whether lines that were kept out can be handed out."""
    return ImportedRow.objects.filter(workspace=workspace, job=job).exists()


def undo_of(job: Job) -> Job | None:
    """Return the work that undoes an import, or undid it, or None."""
    number = job.result.get("undo")
    return Job.objects.filter(workspace=job.workspace_id, pk=number).first() if number else None


def is_undoable(job: Job, *, now: datetime) -> bool:
    """Tell whether an import can be undone: it has ended, not too long ago, and wrote something."""
    if job.state not in (DONE, CANCELLED, FAILED) or job.finished_at is None or now - job.finished_at >= KEPT:
        return False
    if not job.result.get("added") and not job.result.get("changed"):
        return False
    undo = undo_of(job)
    return undo is None or undo.state == FAILED
