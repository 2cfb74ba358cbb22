"""How this workspace handles what it knows of people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.forms.privacy import PrivacyForm
from kuule.workspaces.selectors import purposes_of
from kuule.workspaces.selectors.privacy import usual_notice
from kuule.workspaces.services import change_privacy, due_by_age


@member_page("see_members", change="change_privacy")
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: MemberRequest) -> HttpResponse:
    """Show legal bases, small groups and retention; owners change them, and can look first at what would go."""
    workspace, now = request.workspace, timezone.now()
    purposes = purposes_of(workspace)
    can_change = request.may("change_privacy")
    form = PrivacyForm(request.POST or None, workspace=workspace, purposes=purposes, can_change=can_change)
    if form.is_valid() and "look" not in request.POST:
        change_privacy(workspace=workspace, purposes=form.choices, actor=request.actor, now=now, **form.numbers)
        messages.success(request, _("Saved."))
        return redirect("privacy", workspace.slug)
    months = form.months if form.is_bound else _months_set(form)
    context = {
        "form": form,
        "due": due_by_age(workspace, months=months, now=now),
        "is_look": "look" in request.POST,
        "notices": [form[f"notice_{language}"] for language in form.languages()],
        "usual": [
            usual_notice(workspace, basis=purposes["survey"].basis, language=language) for language in form.languages()
        ],
    }
    return render(request, "workspaces/privacy.html", context)


def _months_set(form: PrivacyForm) -> dict[str, int | None]:
    return {name: form.initial[name] for name in ("answers_kept_months", "people_kept_months")}
