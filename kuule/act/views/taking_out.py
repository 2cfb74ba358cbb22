"""Having all cases or initiatives put into a file."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kuule.act.exporters import CASES_EXPORT, INITIATIVES_EXPORT
from kuule.contacts.services.exports import start_export
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("export_answers")
@require_POST
def case_export(request: MemberRequest) -> HttpResponse:
    """Have a file made of all cases."""
    return _begun(request, CASES_EXPORT)


@member_page("export_answers")
@require_POST
def initiative_export(request: MemberRequest) -> HttpResponse:
    """Have a file made of all initiatives."""
    return _begun(request, INITIATIVES_EXPORT)


def _begun(request: MemberRequest, kind: str) -> HttpResponse:
    job = start_export(
        workspace=request.workspace,
        kind=kind,
        params={},
        format="xlsx",
        actor=request.actor,
        now=timezone.now(),
    )
    return redirect("export_page", request.workspace.slug, job.pk)
