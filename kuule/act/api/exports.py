"""Files of people, answers and more: made by a worker, taken by whoever holds the key."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Status

from kuule.act.api.bodies import LARGEST_ID
from kuule.act.api.export_schemas import ExportIn, ExportOut, ExportPage
from kuule.act.api.router import router
from kuule.contacts.exporters import Exporter, PeopleExport, exporter, exporters
from kuule.contacts.query import ContactFilter
from kuule.contacts.services.exports import CONTENT_TYPES, start_export
from kuule.insight.exporters import AnswersExport, frozen_params
from kuule.insight.query import ALL_TIME
from kuule.insight.selectors.questions import question_in
from kuule.jobs.models import Job
from kuule.jobs.rules import DONE, percent_done
from kuule.jobs.selectors import job_of, newest_jobs
from kuule.jobs.services import drop_file, request_cancel
from kuule.lib.places import Place, behind
from kuule.lib.problems import FieldError, ProblemError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.faults import not_valid
from kuule.workspaces.endpoints.lists import Cursor, Limit, page_of, place_asked
from kuule.workspaces.rules import PERSONAL

ONE = "/exports/{int:export_id}"
# What a key needs besides the scope of exports, by what a member needs.
_SCOPES = {"see_people": "contacts:read", "see_value": "money:read", "see_all_cases": "cases:read"}


@router.post("/exports", response={202: ExportOut}, summary="Have a file made", tags=["exports"])
@endpoint("exports:write")
def begin_export(request: KeyRequest, body: ExportIn) -> Status[ExportOut]:
    """Have a file made. Ask how far it is until its `state` is `done`, then take it."""
    kind = next((each for each in exporters() if each.file_name == body.kind), None)
    if kind is None:
        raise _fault("kind", "unknown_kind", _("There is no such kind of export."))
    _need(request, kind)
    job = start_export(
        workspace=request.workspace,
        kind=kind.kind,
        params=_params(request, kind, body),
        format=body.format,
        actor=request.actor,
        now=timezone.now(),
    )
    return Status(202, _shown(job))


@router.get("/exports", response=ExportPage, summary="List exports", tags=["exports"])
@endpoint("exports:read")
def list_exports(request: KeyRequest, cursor: Cursor = "", limit: Limit = 100) -> ExportPage:
    """Return exports, those begun last first."""
    known = newest_jobs(request.workspace, kinds=_kinds())
    rows = list(behind(known, place_asked(request, cursor))[: limit + 1])
    page, more = page_of(request, rows, limit=limit, place=lambda each: Place(None, each.pk))
    return ExportPage(exports=[_shown(each) for each in page], next_cursor=more)


@router.get(ONE, response=ExportOut, summary="See how far an export is", tags=["exports"])
@endpoint("exports:read")
def one_export(request: KeyRequest, export_id: int) -> ExportOut:
    """Return how far a file is."""
    return _shown(_job(request, export_id))


@router.get(f"{ONE}/file", summary="Take the file of an export", tags=["exports"])
@endpoint("exports:read")
def export_download(request: KeyRequest, export_id: int) -> FileResponse:
    """Return the file. It holds personal data, so that it takes the scope `personal`, and that of what is in it."""
    job = _job(request, export_id)
    if not _has_file(job):
        raise Http404
    _need(request, exporter(job.kind))
    response = FileResponse(
        job.file.open("rb"),
        as_attachment=True,
        filename=job.file_name,
        content_type=CONTENT_TYPES[job.params["format"]],
    )
    response["Cache-Control"] = "private, no-store"
    return response


@router.post(f"{ONE}/cancel", response=ExportOut, summary="Stop an export", tags=["exports"])
@endpoint("exports:write")
def cancel_export(request: KeyRequest, export_id: int) -> ExportOut:
    """Stop an export that is not done yet."""
    job = _job(request, export_id)
    request_cancel(job=job, actor=request.actor, now=timezone.now())
    return _shown(job)


@router.delete(ONE, response={204: None}, summary="Delete the file of an export", tags=["exports"])
@endpoint("exports:write")
def delete_export(request: KeyRequest, export_id: int) -> Status[None]:
    """Delete the file of an export, or stop making it. That there was one stays on record."""
    drop_file(job=_job(request, export_id), actor=request.actor, now=timezone.now())
    return Status(204, None)


def _kinds() -> list[str]:
    return [each.kind for each in exporters()]


def _job(request: KeyRequest, export_id: int) -> Job:
    job = job_of(request.workspace, job_id=export_id, kinds=_kinds()) if export_id <= LARGEST_ID else None
    if job is None:
        raise Http404
    return job


def _need(request: KeyRequest, kind: Exporter) -> None:
    """Refuse a key that may not read what the file holds."""
    of_rows = [_SCOPES[each] for each in kind.permissions if each in _SCOPES] or ["responses:read"]
    for scope in (PERSONAL, *of_rows):
        if not request.may(scope):
            detail = _("This key may not do that: it has no scope “%(scope)s”. Make a key that has it.")
            raise ProblemError(HTTPStatus.FORBIDDEN, "missing-scope", detail % {"scope": scope})


def _params(request: KeyRequest, kind: Exporter, body: ExportIn) -> Mapping[str, Any]:
    if kind.kind == PeopleExport.kind:
        asked = ContactFilter(**body.people.model_dump()).as_json() if body.people else {}
        return {"filter": asked, "archived": body.archived and not asked}
    if kind.kind == AnswersExport.kind:
        question = question_in(body.query, workspace=request.workspace, now=timezone.now(), period=ALL_TIME)
        if question.problems:
            detail = _("This is not something that can be asked for here.")
            errors = [
                FieldError(field=f"query.{param}", code=code, detail=detail)
                for param, code in dict.fromkeys((each.param, each.code) for each in question.problems)
            ]
            raise not_valid(errors)
        return frozen_params(question.query, everything=body.everything)
    return {}


def _shown(job: Job) -> ExportOut:
    return ExportOut(
        **{name: getattr(job, name) for name in ("id", "state", "done", "total", "error", "created_at", "finished_at")},
        kind=exporter(job.kind).file_name,
        format=job.params["format"],
        percent=percent_done(job.done, job.total),
        rows=job.result.get("rows"),
        bytes=job.result.get("size"),
        file=reverse("api-v1:export_download", args=[job.pk]) if _has_file(job) else None,
    )


def _has_file(job: Job) -> bool:
    return job.state == DONE and bool(job.file)


def _fault(field: str, code: str, detail: str) -> ProblemError:
    return not_valid([FieldError(field=field, code=code, detail=detail)])
