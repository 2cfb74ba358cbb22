"""Sending a survey: choose, see what will happen, send."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuule.contacts.query import ContactFilter
from kuule.dispatch.forms import AUDIENCE, LATER, NOW, WaveForm, name_of_month
from kuule.dispatch.forms.sampling import new_seed
from kuule.dispatch.selectors import survey_to_send
from kuule.dispatch.services import sample_letter, schedule_wave
from kuule.dispatch.views.before_sending import MANY, QUICK, before_sending
from kuule.dispatch.views.frames import framed_mail
from kuule.surveys.selectors import published_version, survey_of
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

# What is given in the address to come here with people already chosen: ?role=decision_maker
PREFILLED = ("survey", *AUDIENCE)


@member_page("send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def wave_new(request: MemberRequest) -> HttpResponse:
    """Choose a survey, people and a time; see who will be asked and how the mail looks; send."""
    if request.method != "POST":
        given = {name: request.GET[name] for name in PREFILLED if name in request.GET}
        return _empty_page(request, given)
    form = WaveForm(request.POST, workspace=request.workspace)
    if "check" in request.POST or "look_at" in request.POST:
        return _checked(request, form)
    audience = form.audience
    if form.is_valid() and audience is not None and (wave_id := _scheduled(request, form, audience)):
        return redirect("wave_page", request.workspace.slug, wave_id)
    return _page(request, form, form, QUICK)


@member_page("send_surveys")
@require_safe
def wave_mail(request: MemberRequest, survey_id: int, language: str) -> HttpResponse:
    """Return the mail of a survey in one language for the frame that shows it before sending."""
    survey = survey_of(request.workspace, survey_id=survey_id)
    version = published_version(request.workspace, survey=survey) if survey else None
    if version is None or language not in version.languages:
        raise Http404
    letter = sample_letter(workspace=request.workspace, version=version, language=language, name=request.user.name)
    return framed_mail(letter.html, may_open_links=False)


def _empty_page(request: MemberRequest, given: dict[str, str]) -> HttpResponse:
    survey = survey_to_send(request.workspace, group=given.get("group", ""))
    usual = {"survey": survey.pk if survey else None, "sample_seed": new_seed(), **given}
    form = WaveForm(workspace=request.workspace, initial={"name": name_of_month(timezone.localtime()), **usual})
    chosen = {**usual, "when": NOW}
    return _page(request, form, WaveForm(chosen, workspace=request.workspace), QUICK)


def _checked(request: MemberRequest, form: WaveForm) -> HttpResponse:
    at_most = None if request.POST.get("check") == "all" else MANY
    form.forget_errors()
    if not request.htmx:
        return _page(request, form, form, at_most)
    context = before_sending(request, form, now=timezone.now(), at_most=at_most)
    return render(request, "dispatch/_before_sending.html", context)


def _page(request: MemberRequest, form: WaveForm, chosen: WaveForm, at_most: int | None) -> HttpResponse:
    context: dict[str, Any] = before_sending(request, chosen, now=timezone.now(), at_most=at_most)
    return render(request, "dispatch/wave_new.html", {"form": form, **context})


def _scheduled(request: MemberRequest, form: WaveForm, audience: ContactFilter) -> int | None:
    now = timezone.now()
    try:
        wave = schedule_wave(
            workspace=request.workspace,
            survey=form.cleaned_data["survey"],
            name=form.cleaned_data["name"],
            audience=audience,
            due_at=form.due_or(now),
            channels=form.cleaned_data["channels"],
            sample=form.sample,
            actor=request.actor,
            now=now,
        )
    except Refused as refused:
        if refused.code == "already_scheduled":
            messages.info(request, _("This wave was scheduled already. It goes out once."))
            return cast("int", refused.params["wave_id"])
        form.refuse(refused)
        return None
    if form.cleaned_data["when"] == LATER:
        messages.success(request, _("The survey is scheduled. Until it goes out you can cancel it here."))
    else:
        messages.success(request, _("The survey is on its way."))
    return wave.pk
