"""Taking people out as a file, and the files that were made: of people, and of what rooms above have."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from kuule.contacts.exporters import PeopleExport, exporter, exporters
from kuule.contacts.forms.exports import PeopleExportForm
from kuule.contacts.forms.filters import ContactFilterForm
from kuule.contacts.selectors import contacts_counted
from kuule.contacts.services.exports import CONTENT_TYPES, KEEP_FILES, start_export
from kuule.contacts.views.lists import filter_context
from kuule.jobs.models import Job
from kuule.jobs.rules import DONE, OPEN_STATES, percent_done
from kuule.jobs.selectors import job_of, newest_jobs
from kuule.jobs.services import request_cancel
from kuule.workspaces.auth import MemberRequest, member_page

RECENT = 50
PATIENCE_SECONDS = 20


@member_page("export_answers")
@require_http_methods(["GET", "HEAD", "POST"])
def people_export(request: MemberRequest) -> HttpResponse:
    """Choose the format of a file with the people that the filters in the address mean, and have it made."""
    kind = PeopleExport()
    _need(request, kind.permissions)
    filters = ContactFilterForm(request.GET, workspace=request.workspace)
    form = PeopleExportForm(request.POST or None)
    if filters.is_valid() and form.is_valid():
        asked = filters.asked.as_json()
        job = start_export(
            workspace=request.workspace,
            kind=kind.kind,
            # A filter means people on the list: the archived ones come only with all of them.
            params={"filter": asked, "archived": form.cleaned_data["archived"] and not asked},
            format=form.cleaned_data["format"],
            actor=request.actor,
            now=timezone.now(),
        )
        return redirect("export_page", request.workspace.slug, job.pk)
    context = {**filter_context(request, filters), "form": form}
    if filters.is_valid():
        context["total"] = contacts_counted(request.workspace, filter=filters.asked)
        if filters.asked.as_json():
            del form.fields["archived"]
    return render(request, "contacts/people_export.html", context)


@member_page("export_answers")
@require_safe
def export_list(request: MemberRequest) -> HttpResponse:
    """List the exports that this member may take."""
    kinds = [each.kind for each in exporters() if all(map(request.may, each.permissions))]
    rows = newest_jobs(request.workspace, kinds=kinds).select_related("created_by")[:RECENT]
    context = {"rows": [_shown(job) for job in rows], "days": KEEP_FILES.days}
    return render(request, "contacts/export_list.html", context)


@member_page("export_answers")
@require_safe
def export_page(request: MemberRequest, export_id: int) -> HttpResponse:
    """Show how far an export is, then where its file is."""
    job = _job(request, export_id)
    context = {
        **_shown(job),
        "is_open": job.state in OPEN_STATES,
        "percent": percent_done(job.done, job.total),
        "waits_long": (timezone.now() - job.created_at).total_seconds() > PATIENCE_SECONDS,
        "days": KEEP_FILES.days,
    }
    if request.htmx:
        if not context["is_open"]:
            return HttpResponseClientRefresh()
        return render(request, "contacts/_export_progress.html", context)
    return render(request, "contacts/export_page.html", context)


@member_page("export_answers")
@require_safe
def export_file(request: MemberRequest, export_id: int) -> HttpResponseBase:
    """Hand out the file, to be saved and never shown."""
    job = _job(request, export_id)
    if job.state != DONE or not job.file:
        return redirect("export_page", request.workspace.slug, job.pk)
    response = FileResponse(
        job.file.open("rb"),
        as_attachment=True,
        filename=job.file_name,
        content_type=CONTENT_TYPES[job.params["format"]],
    )
    response["Cache-Control"] = "private, no-store"
    return response


@member_page("export_answers")
@require_POST
def export_cancel(request: MemberRequest, export_id: int) -> HttpResponse:
    """Stop an export."""
    job = _job(request, export_id)
    request_cancel(job=job, actor=request.actor, now=timezone.now())
    return redirect("export_page", request.workspace.slug, job.pk)


def _job(request: MemberRequest, export_id: int) -> Job:
    job = job_of(request.workspace, job_id=export_id, kinds=[each.kind for each in exporters()])
    if job is None:
        raise Http404
    _need(request, exporter(job.kind).permissions)
    return job


def _need(request: MemberRequest, permissions: Any) -> None:
    if not all(map(request.may, permissions)):
        raise PermissionDenied


def _shown(job: Job) -> dict[str, Any]:
    return {
        "job": job,
        "kind": exporter(job.kind).title,
        "who": job.created_by or _("Somebody who is gone"),
        "rows_in_file": job.result.get("rows", 0),
        "size": job.result.get("size", 0),
        "has_file": job.state == DONE and bool(job.file),
    }
