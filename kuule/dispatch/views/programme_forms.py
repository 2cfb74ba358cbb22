"""Making a programme and changing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.dispatch.forms import ProgrammeForm
from kuule.dispatch.models import Programme
from kuule.dispatch.rules.programmes import ENDED
from kuule.dispatch.selectors import survey_to_send
from kuule.dispatch.services import change_programme, create_programme
from kuule.dispatch.views.programmes import found_programme
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_new(request: MemberRequest) -> HttpResponse:
    """Make a programme. It asks nobody until its page was seen and it is started."""
    if request.method != "POST":
        survey = survey_to_send(request.workspace)
        form = ProgrammeForm(workspace=request.workspace, initial={"survey": survey.pk if survey else None})
        return _page(request, form)
    form = ProgrammeForm(request.POST, workspace=request.workspace)
    audience = form.audience
    if not form.is_valid() or audience is None:
        return _page(request, form)
    programme = create_programme(
        workspace=request.workspace,
        survey=form.cleaned_data["survey"],
        actor=request.actor,
        now=timezone.now(),
        **form.values(audience),
    )
    messages.success(request, _("The programme is kept. Look at whom it reaches, then start it."))
    return redirect("programme_page", request.workspace.slug, programme.pk)


@member_page("send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Change a programme. One that has ended stays as it was."""
    programme = found_programme(request, programme_id)
    if programme.state == ENDED:
        messages.info(request, _("This programme has ended. What it was like stays on record."))
        return redirect("programme_page", request.workspace.slug, programme_id)
    if request.method != "POST":
        return _page(request, ProgrammeForm(workspace=request.workspace, programme=programme), programme)
    form = ProgrammeForm(request.POST, workspace=request.workspace, programme=programme)
    audience = form.audience
    if not form.is_valid() or audience is None:
        return _page(request, form, programme)
    change_programme(programme=programme, actor=request.actor, now=timezone.now(), **form.values(audience))
    messages.success(request, _("The programme is changed. The next day it plans goes by it."))
    return redirect("programme_page", request.workspace.slug, programme_id)


def _page(request: MemberRequest, form: ProgrammeForm, programme: Programme | None = None) -> HttpResponse:
    return render(request, "dispatch/programme_form.html", {"form": form, "programme": programme})
