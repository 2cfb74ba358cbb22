"""How often people may be asked: the pause of the workspace, and limits beside it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.dispatch import selectors
from kuule.dispatch.forms import LimitForm
from kuule.dispatch.forms.limits import PriorityForm
from kuule.dispatch.services import lift_limit, set_limit, set_priority
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_surveys", change="send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def limit_list(request: MemberRequest) -> HttpResponse:
    """Show what keeps people from being asked too often, and set one more limit."""
    form = LimitForm(request.POST) if request.method == "POST" else LimitForm()
    if request.method == "POST" and form.is_valid():
        set_limit(workspace=request.workspace, actor=request.actor, now=timezone.now(), **form.values())
        messages.success(request, _("The limit is set. It holds from now on, for waves and programmes alike."))
        return redirect("limit_list", request.workspace.slug)
    context = {
        "form": form,
        "limits": selectors.kept_limits(request.workspace),
        "priority_form": PriorityForm(initial=selectors.priority_of(request.workspace)),
    }
    return render(request, "dispatch/limit_list.html", context)


@member_page("send_surveys")
@require_POST
def limit_lift(request: MemberRequest, limit_id: int) -> HttpResponse:
    """Take a limit away."""
    limit = selectors.kept_limits(request.workspace).filter(pk=limit_id).first()
    if limit is None:
        raise Http404
    lift_limit(limit=limit, actor=request.actor, now=timezone.now())
    messages.success(request, _("The limit is lifted."))
    return redirect("limit_list", request.workspace.slug)


@member_page("send_surveys")
@require_POST
def limit_priority(request: MemberRequest) -> HttpResponse:
    """Say which family of surveys goes first."""
    form = PriorityForm(request.POST)
    if form.is_valid():
        set_priority(
            workspace=request.workspace,
            family=form.cleaned_data["family"],
            days=form.cleaned_data["days"],
            actor=request.actor,
            now=timezone.now(),
        )
        messages.success(request, _("It is saved, and holds from now on."))
    else:
        messages.error(request, _("Choose a kind of survey, and write 1 to 60 days."))
    return redirect("limit_list", request.workspace.slug)
