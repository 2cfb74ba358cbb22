"""What an import found wrong, in pages of lines."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from kuule.contacts.models import ImportProblem
from kuule.jobs.models import Job
from kuule.workspaces.models import Workspace

PAGE_SIZE = 100


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
