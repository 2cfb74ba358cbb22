"""The agenda of those who decide: on the page, in print and as PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kuule.act.answers.management import agenda_on
from kuule.act.views.management_paper import agenda_paper
from kuule.insight.services.downloads import note_download
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_value")
@require_safe
def management_agenda(request: MemberRequest) -> HttpResponse:
    """Show the money asked for, granted and refused, what is to be decided, and what shows."""
    agenda = agenda_on(request.workspace, day=timezone.localdate())
    return render(request, "act/management_agenda.html", {"agenda": agenda, "currency": agenda.currency})


@member_page("see_value")
@require_POST
def management_agenda_pdf(request: MemberRequest) -> HttpResponse:
    """Hand out the agenda as PDF, in the language of the member."""
    agenda = agenda_on(request.workspace, day=timezone.localdate())
    made = agenda_paper(agenda, company=request.workspace.name)
    note_download(workspace=request.workspace, actor=request.actor, now=timezone.now())
    name = f"agenda-{request.workspace.slug}-{agenda.day.isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
