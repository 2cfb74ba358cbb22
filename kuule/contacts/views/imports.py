"""Bringing rows in from a file: choose it, say what its columns become, try it, and watch it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from kuule.contacts.forms.imports import FileForm, MappingForm, ReadingForm
from kuule.contacts.importers import FileHead, Importer, UnreadableFileError, importer, importers
from kuule.contacts.importers.problems import PROBLEMS, mend, says
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.selectors import definitions
from kuule.contacts.selectors.imports import (
    has_kept_out_rows,
    is_undoable,
    problem_counts,
    problem_page,
    undo_of,
)
from kuule.contacts.services import (
    CONTACTS,
    UnusableMappingError,
    cancel_import,
    read_otherwise,
    release_import,
    try_import,
    upload_file,
)
from kuule.contacts.views.import_preview import in_words, preview
from kuule.jobs.models import Job
from kuule.jobs.rules import DRAFT, OPEN_STATES, percent_done
from kuule.jobs.selectors import job_of, newest_jobs
from kuule.jobs.services import HEAD
from kuule.lib.uploads import MAX_MEGABYTES, is_too_large
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page

RECENT = 10
PATIENCE_SECONDS = 20


def kinds() -> list[str]:
    """Return the kinds of import there are."""
    return [each.kind for each in importers()]


@member_page("change_people")
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: MemberRequest) -> HttpResponse:
    """Choose a file to import."""
    wanted = request.GET.get("kind", CONTACTS)
    each = importer(wanted if wanted in kinds() else CONTACTS)
    more = each.begin_fields(request.workspace)
    is_sent = request.method == "POST"
    form = FileForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, more=more, megabytes=MAX_MEGABYTES
    )
    if is_too_large(request):
        form.errors.clear()
        form.add_error("file", _too_large())
    elif is_sent and form.is_valid():
        try:
            job = _uploaded(request, form, each)
        except UnreadableFileError as error:
            form.add_error("file", explained(error))
        else:
            return redirect("import_mapping", request.workspace.slug, job.pk)
    recent = newest_jobs(request.workspace, kinds=kinds()).exclude(state=DRAFT)[:RECENT]
    context = {"form": form, "recent": recent, "importers": importers(), "importer": each}
    return render(request, "contacts/import_new.html", context)


def _uploaded(request: MemberRequest, form: FileForm, each: Importer) -> Job:
    return upload_file(
        workspace=request.workspace,
        actor=request.actor,
        now=timezone.now(),
        file=form.cleaned_data["file"],
        file_name=form.cleaned_data["file"].name,
        kind=each.kind,
        options=form.options,
    )


def explained(error: UnreadableFileError) -> str:
    """Return what is wrong with a file, and how to mend it."""
    return f"{says(error.reason, detail=error.detail, line=error.line)} {mend(error.reason)}"


def _too_large() -> str:
    return _("The file is larger than %(size)s MB. Split it into several files and import them one by one.") % {
        "size": MAX_MEGABYTES
    }


@member_page("change_people")
@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: MemberRequest, import_id: int) -> HttpResponseBase:
    """Say what the columns of a file become; asked to try, tell what would become of every line."""
    job = the_import(request, import_id)
    if job.state != DRAFT:
        return redirect("import_page", request.workspace.slug, job.pk)
    if "read" in request.POST:
        return _read_otherwise(request, job)
    form = _mapping_form(request, job)
    complaints: dict[int | None, str] = {}
    act = release_import if "start" in request.POST else try_import if "try" in request.POST else None
    if act and form.is_valid():
        try:
            act(job=job, mapping=form.mapping, actor=request.actor, now=timezone.now())
        except UnusableMappingError as error:
            complaints = {each.column: f"{says(each.reason)} {mend(each.reason)}" for each in error.problems}
        else:
            here = "import_mapping" if job.state == DRAFT else "import_page"
            return redirect(reverse(here, args=[request.workspace.slug, job.pk]) + "#tried" * (job.state == DRAFT))
    template = "_import_preview.html" if request.htmx else "import_mapping.html"
    return render(request, f"contacts/{template}", _mapping_context(request, job, form, complaints))


def _mapping_context(
    request: MemberRequest, job: Job, form: MappingForm, complaints: dict[int | None, str]
) -> dict[str, Any]:
    head, mapping = _head(job), form.mapping
    return {
        "job": job,
        "head": head,
        "form": form,
        "options": form.option_fields(),
        "reading_form": ReadingForm(head=head),
        "columns": form.columns(complaints),
        "has_complaints": bool(complaints),
        "complaint": complaints.get(None, ""),
        "preview": preview(importer(job.kind), head, mapping, request.workspace),
        "importer": importer(job.kind),
        **_tried(request, job, mapping),
    }


def _tried(request: MemberRequest, job: Job, mapping: ColumnMapping) -> dict[str, Any]:
    """Return what would become of every line, if that was found out for this mapping."""
    tried = job.params.get("tried")
    if not tried or ColumnMapping.from_json(tried["mapping"]) != mapping:
        return {"tried": None}
    counts = problem_counts(request.workspace, job=job)
    return {
        "tried": tried["result"],
        "tried_counts": [(PROBLEMS[each].title, number, PROBLEMS[each].is_note) for each, number in counts.items()],
        "can_mend": has_kept_out_rows(request.workspace, job=job),
    }


def _head(job: Job) -> FileHead:
    return FileHead.from_json(job.params[HEAD])


def _mapping_form(request: MemberRequest, job: Job) -> MappingForm:
    each, mapping = importer(job.kind), ColumnMapping.from_json(job.params["mapping"])
    return MappingForm(
        request.POST or None,
        head=_head(job),
        mapping=mapping,
        definitions=list(definitions(request.workspace)),
        groups=each.groups(request.workspace, mapping.options),
        options=each.option_fields(request.workspace),
    )


def _read_otherwise(request: MemberRequest, job: Job) -> HttpResponse:
    form = ReadingForm(request.POST, head=_head(job))
    if form.is_valid():
        try:
            read_otherwise(job=job, **form.cleaned_data)
        except UnreadableFileError as error:
            messages.error(request, explained(error))
    return redirect("import_mapping", request.workspace.slug, job.pk)


@member_page("change_people")
@require_safe
def import_page(request: MemberRequest, import_id: int) -> HttpResponse:
    """Show how far an import is, then what became of its lines."""
    job = the_import(request, import_id)
    undo = undo_of(job)
    is_undoing = undo is not None and undo.state in OPEN_STATES
    is_open = job.state in OPEN_STATES
    if request.htmx:
        return _polled(request, job, undo if is_undoing else None)
    context: dict[str, Any] = {"job": job, "is_open": is_open, "undo": undo, "is_undoing": is_undoing}
    context |= _progress(job, undo if is_undoing else None)
    if not is_open:
        context |= _outcome(request, job)
    return render(request, "contacts/import_page.html", context)


def _polled(request: MemberRequest, job: Job, undo: Job | None) -> HttpResponse:
    if job.state == DRAFT:
        return HttpResponseClientRedirect(reverse("import_mapping", args=[request.workspace.slug, job.pk]) + "#tried")
    if undo is None and job.state not in OPEN_STATES:
        return HttpResponseClientRefresh()
    return render(request, "contacts/_import_progress.html", _progress(job, undo))


def _progress(job: Job, undo: Job | None) -> dict[str, Any]:
    age = (timezone.now() - (undo or job).created_at).total_seconds()
    return {
        "job": job,
        "undoing": undo,
        "percent": percent_done(job.done, job.total),
        "waits_long": age > PATIENCE_SECONDS,
        "is_trial": bool(job.params.get("is_trial")),
    }


def _outcome(request: MemberRequest, job: Job) -> dict[str, Any]:
    counts = problem_counts(request.workspace, job=job)
    reason = request.GET.get("reason", "")
    reason = reason if reason in counts else ""
    page = problem_page(request.workspace, job=job, after=row_id(request.GET.get("after", "")), reason=reason)
    query = request.GET.copy()
    query["after"] = str(page.after or "")
    return {
        "problems": in_words(page.problems),
        "counts": [(each, PROBLEMS[each].title, number) for each, number in counts.items()],
        "reason": reason,
        "next_url": f"?{query.urlencode()}#problems" if page.after else "",
        "error": says(job.error) if job.error in PROBLEMS else job.error,
        "error_mend": mend(job.error) if job.error in PROBLEMS else "",
        "can_mend": has_kept_out_rows(request.workspace, job=job),
        "can_undo": is_undoable(job, now=timezone.now()),
        "is_of_people": job.kind == CONTACTS,
    }


@member_page("change_people")
@require_POST
def import_cancel(request: MemberRequest, import_id: int) -> HttpResponse:
    """Stop an import, or drop a file that was not imported after all."""
    job = the_import(request, import_id)
    was_draft = job.state == DRAFT
    cancel_import(job=job, actor=request.actor, now=timezone.now())
    if was_draft:
        messages.success(request, _("The file is dropped. Nothing was imported."))
        return redirect("import_new", request.workspace.slug)
    return redirect("import_page", request.workspace.slug, job.pk)


def the_import(request: MemberRequest, import_id: int) -> Job:
    """Return the import that an address names.

    Raises:
        Http404: there is none in this workspace.
    """
    job = job_of(request.workspace, job_id=import_id, kinds=kinds())
    if job is None:
        raise Http404
    return job
