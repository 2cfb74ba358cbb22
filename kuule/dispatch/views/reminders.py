"""Which reminders go out, chosen for a wave, a programme or a touchpoint on the same page."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.dispatch.forms.reminders import RemindersForm
from kuule.dispatch.rules import reminders_from
from kuule.dispatch.selectors import wave_of
from kuule.dispatch.selectors.programmes import programme_of
from kuule.dispatch.selectors.reminders import Source
from kuule.dispatch.services import plan_reminders
from kuule.surveys.models import Survey
from kuule.surveys.selectors import published_version, touchpoint_of
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def wave_reminders(request: MemberRequest, wave_id: int) -> HttpResponse:
    """Choose the reminders of a wave, also of one that is on its way."""
    wave = wave_of(request.workspace, wave_id=wave_id)
    return _desk(request, wave, wave.survey if wave else None, "wave_page", wave_id)


@member_page("send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_reminders(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Choose the reminders of a programme."""
    programme = programme_of(request.workspace, programme_id=programme_id)
    return _desk(request, programme, programme.survey if programme else None, "programme_page", programme_id)


@member_page("change_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint_reminders(request: MemberRequest, touchpoint_id: int) -> HttpResponse:
    """Choose the reminders of a touchpoint."""
    touchpoint = touchpoint_of(request.workspace, touchpoint_id=touchpoint_id)
    survey = touchpoint.survey if touchpoint else None
    return _desk(request, touchpoint, survey, "touchpoint_reminders", touchpoint_id)


def _desk(
    request: MemberRequest, source: Source | None, survey: Survey | None, page_name: str, source_id: int
) -> HttpResponse:
    if source is None:
        raise Http404
    version = published_version(request.workspace, survey=survey) if survey else None
    languages = version.languages if version else [request.workspace.language]
    posted = request.POST if request.method == "POST" else None
    form = RemindersForm(posted, languages=languages, reminders=reminders_from(source.reminders))
    if posted is not None and form.is_valid():
        plan_reminders(source=source, reminders=form.reminders, actor=request.actor, now=timezone.now())
        messages.success(request, _("The reminders are saved."))
        return redirect(page_name, request.workspace.slug, source_id)
    back = "" if page_name == "touchpoint_reminders" else reverse(page_name, args=[request.workspace.slug, source_id])
    context = {"form": form, "source": source, "survey": survey, "back": back}
    status = HTTPStatus.OK if posted is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "dispatch/reminders.html", context, status=status)
