"""How far the reading of comments is, and stopping it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.insight.rules.themes import COMMENT_JOBS, SEARCHING
from kuule.insight.selectors.comment_jobs import stopped_labelling, time_left
from kuule.insight.selectors.themes import MOST_WAITING, reading_state
from kuule.insight.services.themes import label_again
from kuule.jobs.models import Job
from kuule.jobs.selectors import job_of
from kuule.jobs.services import request_cancel
from kuule.ui.formats import short_duration
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class Progress:
    """A job that waits or runs, and how long it still takes, "" while nobody can tell."""

    job: Job
    left: str


@member_page("see_results")
@require_safe
def comment_jobs(request: MemberRequest) -> HttpResponse:
    """Return how far the work on comments is, for the page that shows it; once it is done that page loads anew."""
    context = jobs_context(request)
    if not context["jobs"]:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "insight/_theme_jobs.html", context)


@member_page("change_themes")
@require_POST
def comment_jobs_stop(request: MemberRequest) -> HttpResponse:
    """Stop a job; what it did so far stays."""
    job = job_of(request.workspace, job_id=row_id(request.POST.get("job", "")) or 0, kinds=COMMENT_JOBS)
    if job and request_cancel(job=job, actor=request.actor, now=timezone.now()):
        messages.success(request, _("It stops. What was done so far stays."))
    else:
        messages.error(request, _("It had ended already."))
    return redirect("theme_list", request.workspace.slug)


@member_page("change_themes")
@require_POST
def theme_relabel(request: MemberRequest) -> HttpResponse:
    """Have all themes learned anew from their words and from what people said, and all comments labelled."""
    label_again(workspace=request.workspace, actor=request.actor, now=timezone.now())
    messages.success(request, _("Kuule learns from what you confirmed and labels all comments anew."))
    return redirect("theme_list", request.workspace.slug)


def jobs_context(request: MemberRequest) -> dict[str, Any]:
    """Return what a page says about the work on comments."""
    state = reading_state(request.workspace)
    found = [_progress(job) for job in state.jobs]
    return {
        "jobs": found,
        "searching": any(each.job.kind == SEARCHING for each in found),
        "stopped": None if found else stopped_labelling(request.workspace),
        "unread": state.waiting,
        "unread_cap": MOST_WAITING,
    }


def _progress(job: Job) -> Progress:
    left = time_left(job, now=timezone.now())
    return Progress(job, short_duration(left) if left else "")
