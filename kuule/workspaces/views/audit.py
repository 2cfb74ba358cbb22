"""The audit log of a workspace."""

from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.selectors import AUDIT_PAGE, AuditLine, audit_page
from kuule.workspaces.views.acts import sentence


@member_page("see_audit")
@require_safe
def audit_log(request: MemberRequest) -> HttpResponse:
    """Show who did what, newest first, page by page."""
    before = request.GET.get("before")
    lines = audit_page(request.workspace, before=_moment_and_id(before) if before else None, size=AUDIT_PAGE + 1)
    shown = lines[:AUDIT_PAGE]
    context = {
        "lines": [{"at": line.entry.at, "sentence": sentence(line)} for line in shown],
        "next_url": f"?before={_place_of(shown[-1])}" if len(lines) > len(shown) else "",
        "newest_url": request.path if before else "",
    }
    return render(request, "workspaces/audit_log.html", context)


def _place_of(line: AuditLine) -> str:
    return f"{line.entry.at:%Y%m%dT%H%M%S.%fZ}-{line.entry.pk}"


def _moment_and_id(text: str) -> tuple[datetime, int]:
    moment, _, entry_id = text.partition("-")
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f%z"), int(entry_id)
    except ValueError as error:
        raise BadRequest from error
