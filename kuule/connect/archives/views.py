"""Having everything of a workspace put into one file."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kuule.connect.archives.making import ARCHIVE
from kuule.contacts.services.exports import KEEP_FILES, start_export
from kuule.jobs.selectors import newest_jobs
from kuule.workspaces.auth import MemberRequest, member_page

RECENT = 5


@member_page("change_workspace")
@require_http_methods(["GET", "HEAD", "POST"])
def archive_new(request: MemberRequest) -> HttpResponse:
    """Say what an archive holds, and have one made."""
    if request.method == "POST":
        job = start_export(
            workspace=request.workspace,
            kind=ARCHIVE,
            params={},
            format="zip",
            actor=request.actor,
            now=timezone.now(),
        )
        return redirect("export_page", request.workspace.slug, job.pk)
    made = newest_jobs(request.workspace, kinds=[ARCHIVE])[:RECENT]
    return render(request, "archives/archive_new.html", {"made": made, "days": KEEP_FILES.days})
