"""Bringing people in from a file: choose it, say what its columns become, watch it, and mend what was kept out."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from kuule.contacts.forms.imports import DelimiterForm, FileForm, MappingForm
from kuule.contacts.importers import IMPORTERS, FileHead, UnreadableFileError, importer
from kuule.contacts.importers.problems import PROBLEMS, mend, says
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.selectors import definitions
from kuule.contacts.selectors.imports import problem_counts, problem_page, problems_of
from kuule.contacts.services import UnusableMappingError, guess_mapping, release_import, upload_file
from kuule.contacts.views.import_preview import in_words, preview
from kuule.contacts.views.lists import row_id
from kuule.jobs.models import Job
from kuule.jobs.rules import DRAFT, OPEN_STATES, percent_done
from kuule.jobs.selectors import job_of, newest_jobs
from kuule.jobs.services import request_cancel
from kuule.lib.uploads import MAX_MEGABYTES, is_too_large
from kuule.workspaces.auth import MemberRequest, member_page

KINDS = tuple(each.kind for each in IMPORTERS)
RECENT = 10
PATIENCE_SECONDS = 20


@member_page("change_people")
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: MemberRequest) -> HttpResponse:
    """Choose a file to import."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if is_too_large(request):
        form.errors.clear()
        form.add_error("file", _too_large())
    elif form.is_valid():
        try:
            job = upload_file(
                workspace=request.workspace,
                actor=request.actor,
                now=timezone.now(),
                file=form.cleaned_data["file"],
                file_name=form.cleaned_data["file"].name,
            )
        except UnreadableFileError as error:
            form.add_error("file", f"{says(error.reason, detail=error.detail, line=error.line)} {mend(error.reason)}")
        else:
            return redirect("import_mapping", request.workspace.slug, job.pk)
    recent = newest_jobs(request.workspace, kinds=KINDS).exclude(state=DRAFT)[:RECENT]
    return render(request, "contacts/import_new.html", {"form": form, "recent": recent})


def _too_large() -> str:
    return _("The file is larger than %(size)s MB. Split it into several files and import them one by one.") % {
        "size": MAX_MEGABYTES
    }


@member_page("change_people")
@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: MemberRequest, import_id: int) -> HttpResponseBase:
    """Say what the columns of a file become; asked to check, show what the first lines become."""
    job = _job(request, import_id)
    if job.state != DRAFT:
        return redirect("import_page", request.workspace.slug, job.pk)
    form, head = _mapping_form(request, job)
    complaints: dict[int | None, str] = {}
    if "start" in request.POST and form.is_valid():
        try:
            release_import(job=job, mapping=form.mapping, actor=request.actor, now=timezone.now())
        except UnusableMappingError as error:
            complaints = {each.column: f"{says(each.reason)} {mend(each.reason)}" for each in error.problems}
        else:
            return redirect("import_page", request.workspace.slug, job.pk)
    context = {
        "job": job,
        "form": form,
        "delimiter_form": DelimiterForm(initial={"delimiter": head.delimiter}),
        "delimiter": head.delimiter,
        "columns": form.columns(complaints),
        "has_complaints": bool(complaints),
        "complaint": complaints.get(None, ""),
        "preview": preview(importer(job.kind), head, form.mapping),
    }
    template = "_import_preview.html" if request.htmx else "import_mapping.html"
    return render(request, f"contacts/{template}", context)


def _mapping_form(request: MemberRequest, job: Job) -> tuple[MappingForm, FileHead]:
    mapping = ColumnMapping.from_json(job.params["mapping"])
    wanted = DelimiterForm(request.POST or request.GET)
    delimiter = wanted.cleaned_data["delimiter"] if wanted.is_valid() else mapping.delimiter
    with job.file.open("rb") as file:
        if delimiter != mapping.delimiter:
            mapping = guess_mapping(workspace=request.workspace, file=file, delimiter=delimiter)
        head = importer(job.kind).peeked(file, delimiter)
    known = list(definitions(request.workspace))
    return MappingForm(request.POST or None, head=head, mapping=mapping, definitions=known), head


@member_page("change_people")
@require_safe
def import_page(request: MemberRequest, import_id: int) -> HttpResponse:
    """Show how far an import is, then what became of its lines."""
    job = _job(request, import_id)
    is_open = job.state in OPEN_STATES
    if request.htmx:
        return render(request, "contacts/_import_progress.html", _progress(job)) if is_open else _refresh()
    context: dict[str, Any] = {"job": job, "is_open": is_open, **_progress(job)}
    if not is_open:
        context |= _outcome(request, job)
    return render(request, "contacts/import_page.html", context)


def _refresh() -> HttpResponse:
    return HttpResponseClientRefresh()


def _progress(job: Job) -> dict[str, Any]:
    age = (timezone.now() - job.created_at).total_seconds()
    return {"job": job, "percent": percent_done(job.done, job.total), "waits_long": age > PATIENCE_SECONDS}


def _outcome(request: MemberRequest, job: Job) -> dict[str, Any]:
    counts = problem_counts(request.workspace, job=job)
    reason = request.GET.get("reason", "")
    reason = reason if reason in counts else ""
    page = problem_page(request.workspace, job=job, after=row_id(request, "after"), reason=reason)
    query = request.GET.copy()
    query["after"] = str(page.after or "")
    return {
        "problems": in_words(page.problems),
        "counts": [(each, PROBLEMS[each].title, number) for each, number in counts.items()],
        "reason": reason,
        "next_url": f"?{query.urlencode()}#problems" if page.after else "",
        "error": says(job.error) if job.error in PROBLEMS else job.error,
        "error_mend": mend(job.error) if job.error in PROBLEMS else "",
    }


@member_page("change_people")
@require_POST
def import_cancel(request: MemberRequest, import_id: int) -> HttpResponse:
    """Stop an import, or drop a file that was not imported after all."""
    job = _job(request, import_id)
    was_draft = job.state == DRAFT
    request_cancel(job=job, actor=request.actor, now=timezone.now())
    if was_draft:
        messages.success(request, _("The file is dropped. Nothing was imported."))
        return redirect("import_new", request.workspace.slug)
    return redirect("import_page", request.workspace.slug, job.pk)


@member_page("change_people")
@require_safe
def import_problems(request: MemberRequest, import_id: int) -> StreamingHttpResponse:
    """Hand out all problems of an import as CSV, to mend them beside the file."""
    job = _job(request, import_id)
    response = StreamingHttpResponse(_problem_lines(request, job), content_type="text/csv; charset=utf-8")
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


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _job(request: MemberRequest, import_id: int) -> Job:
    job = job_of(request.workspace, job_id=import_id, kinds=KINDS)
    if job is None:
        raise Http404
    return job
