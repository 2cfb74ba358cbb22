"""The customer panel: who was invited, who is in it, and the list as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.act.exporters import PANEL_EXPORT
from kuule.act.selectors.correspondence import panel_of
from kuule.act.services.afterwards import leave_panel
from kuule.contacts.services.exports import start_export
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page

ON_A_PAGE = 50


@member_page("see_all_cases")
@require_safe
def panel_list(request: MemberRequest) -> HttpResponse:
    """Show who was invited to the panel, who joined and who left."""
    page, everybody = page_number(request), panel_of(request.workspace)
    found = list(everybody[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    context = {
        "rows": found[:ON_A_PAGE],
        "joined": everybody.filter(joined_at__isnull=False, left_at=None).count(),
        "invited": everybody.count(),
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if len(found) > ON_A_PAGE else "",
    }
    return render(request, "act/panel.html", context)


@member_page("export_answers")
@require_POST
def panel_export(request: MemberRequest) -> HttpResponse:
    """Have a file made of those who are in the panel."""
    job = start_export(
        workspace=request.workspace,
        kind=PANEL_EXPORT,
        params={},
        format="xlsx",
        actor=request.actor,
        now=timezone.now(),
    )
    return redirect("export_page", request.workspace.slug, job.pk)


@member_page("work_cases")
@require_POST
def panel_leave(request: MemberRequest, panel_id: int) -> HttpResponse:
    """Take somebody out of the panel who said so to a member."""
    panel = get_object_or_404(panel_of(request.workspace), pk=panel_id)
    leave_panel(panel=panel, actor=request.actor, now=timezone.now())
    messages.success(request, _("They are not in the panel any more."))
    return redirect("panel_list", request.workspace.slug)
