"""What an import found wrong, to take along: the problems, and the lines that were kept out, to be mended."""

import csv
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuule.contacts.importers.to_mend import write_to_mend
from kuule.contacts.selectors.imports import problems_of
from kuule.contacts.views.import_preview import in_words
from kuule.contacts.views.imports import the_import
from kuule.jobs.models import Job
from kuule.lib.tables.harmless import harmless
from kuule.lib.tables.writing import TableTooLargeError
from kuule.workspaces.auth import MemberRequest, member_page

_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_CHUNK = 1 << 20


@member_page("change_people")
@require_safe
def import_problems(request: MemberRequest, import_id: int) -> StreamingHttpResponse:
    """Hand out all problems of an import as CSV, to mend them beside the file."""
    job = the_import(request, import_id)
    response = StreamingHttpResponse(_problem_lines(request, job), content_type=_TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="import-{job.pk}-problems.csv"'
    return response


class _Echo:
    """What csv writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def _problem_lines(request: MemberRequest, job: Job) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([_("Line"), _("Column"), _("Value"), _("What is wrong"), _("How to mend it")])
    for each in in_words(problems_of(request.workspace, job=job).iterator()):
        yield writer.writerow([each.line, *map(harmless, (each.column, each.value, each.says, each.mend))])


@member_page("change_people")
@require_safe
def import_to_mend(request: MemberRequest, import_id: int, file_format: str) -> FileResponse | HttpResponse:
    """Hand out the lines that were kept out as a table like the file they came in, to mend and import again."""
    job = the_import(request, import_id)
    kept = TemporaryFile()  # noqa: SIM115 - the response closes it
    with TemporaryDirectory(prefix="to-mend-") as room:
        path = Path(room) / "made"
        try:
            write_to_mend(path, file_format, request.workspace, job=job)
        except TableTooLargeError:
            kept.close()
            return HttpResponse(_("XLSX cannot hold a cell this long. Take the CSV file instead."), status=422)
        with path.open("rb") as made:
            while part := made.read(_CHUNK):
                kept.write(part)
    kept.seek(0)
    name = f"import-{job.pk}-to-mend.{file_format}"
    return FileResponse(kept, as_attachment=True, filename=name, content_type=_TYPES[file_format])
