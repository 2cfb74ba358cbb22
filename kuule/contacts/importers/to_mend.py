"""The lines that an import kept out, as a table like the file they came in, with what is wrong with each."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from kuule.contacts.importers.problems import PROBLEMS, mend, says
from kuule.contacts.models import ImportProblem
from kuule.contacts.rules.columns import ColumnMapping, is_problem_header
from kuule.contacts.selectors.imports import kept_out_rows
from kuule.jobs.models import Job
from kuule.lib.tables.writing import Column, table_writer
from kuule.workspaces.models import Workspace

CHUNK = 500


def write_to_mend(path: Path, file_format: str, workspace: Workspace, *, job: Job) -> None:
    """Write the lines to `path` in the order of the file. The column with the problems comes first.

    Behind the cells it would move where a line has too many or too few of them. An import skips it.

    Raises:
        TableTooLargeError: the format cannot hold a cell.
    """
    columns = ColumnMapping.from_json(job.params["mapping"]).columns
    own = [place for place, column in enumerate(columns) if is_problem_header(column.header)]
    headers = [column.header for column in columns if not is_problem_header(column.header)]
    width = max([len(headers), *(len(row.cells) - len(own) for row, _found in kept_out_rows(workspace, job=job))])
    headers += [""] * (width - len(headers))
    table = [Column(_("Problem found by Kuule")), *map(Column, headers)]
    with table_writer(path, file_format, table, room=path.parent) as writer:
        for rows in _chunks(workspace, job, own):
            writer.write(rows)


def _chunks(workspace: Workspace, job: Job, own: list[int]) -> Iterator[list[list[str]]]:
    chunk: list[list[str]] = []
    for row, problems in kept_out_rows(workspace, job=job):
        cells = [cell for place, cell in enumerate(row.cells) if place not in own]
        # A line that is too short stays so: filled up, it would be taken the next time as if nothing was missing.
        chunk.append([_words(problems), *cells])
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _words(problems: list[ImportProblem]) -> str:
    """Return what is wrong with a line and how to mend it, its columns named."""
    return " ".join(
        f"{each.column}: {says(each.reason, detail=each.detail)} {mend(each.reason)}".removeprefix(": ")
        for each in problems
        if not PROBLEMS[each.reason].is_note
    )
