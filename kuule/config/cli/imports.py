"""`kuule import contacts`: the same import as the page, with its progress on the terminal."""

from pathlib import Path

from django.core.files import File
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kuule.config.cli.ground import err, fail, out
from kuule.config.cli.newcomers import named_workspace
from kuule.contacts.importers import UnreadableFileError, importer
from kuule.contacts.importers.contacts_csv import ContactsCsv
from kuule.contacts.importers.problems import mend, says
from kuule.contacts.models import ImportProblem
from kuule.contacts.services import UnusableMappingError, guess_mapping, run_import, start_import
from kuule.jobs.models import Job
from kuule.jobs.rules import DONE
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM

PROBLEMS_SHOWN = 20


def import_contacts_file(path: Path, slug: str) -> None:
    """Import a file and say what became of its lines, those that were kept out one by one."""
    workspace = named_workspace(slug)
    try:
        with path.open("rb") as opened:
            job = _start(workspace, File(opened, name=path.name))
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}.", "Check the name, and that you may read the file.")
    except UnreadableFileError as error:
        fail(says(error.reason, detail=error.detail, line=error.line), mend(error.reason))
    except UnusableMappingError as error:
        fail("\n".join(says(each.reason) for each in error.problems), mend(error.problems[0].reason))
    return _report(_run(job), path)


def _start(workspace: Workspace, file: File[bytes]) -> Job:
    # The whole file is looked at before its mapping is guessed, so that a file in another encoding is named as one.
    importer(ContactsCsv.kind).inspected(file)
    mapping = guess_mapping(workspace=workspace, file=file)
    for column in mapping.columns:
        out.print(f"{column.header} → {column.to or 'left out'} {column.key}".rstrip(), markup=False)
    return start_import(
        workspace=workspace,
        actor=SYSTEM,
        now=timezone.now(),
        file=file,
        file_name=file.name or "",
        mapping=mapping,
        is_claimed=True,
    )


def _run(job: Job) -> Job:
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err) as progress:
        bar = progress.add_task("import", total=job.total)
        return run_import(
            job=job,
            clock=timezone.now,
            on_progress=lambda done, total: progress.update(bar, completed=done, total=total),
        )


def _report(job: Job, path: Path) -> None:
    if job.state != DONE:
        fail(f"The import stopped: {says(job.error) if job.error else job.state}", "Lines that are in stay in.")
    counted = {name: job.result.get(name, 0) for name in ("added", "changed", "unchanged", "kept_out")}
    out.print(
        f"{counted['added']} added, {counted['changed']} changed, {counted['unchanged']} unchanged, "
        f"{counted['kept_out']} kept out."
    )
    problems = ImportProblem.objects.filter(workspace=job.workspace, job=job).order_by("line", "pk")
    for problem in problems[:PROBLEMS_SHOWN]:
        place = f"{path.name}, line {problem.line}" + (f", {problem.column}" if problem.column else "")
        wrong = f" “{problem.value}”" if problem.value else ""
        err.print(f"{place}{wrong}: {says(problem.reason)} {mend(problem.reason)}", markup=False)
    if (more := problems.count() - PROBLEMS_SHOWN) > 0:
        err.print(f"… and {more} more. The page of the import lists them all.")
