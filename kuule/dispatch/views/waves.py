"""Waves: all of them, one of them, and cancelling."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.contacts.query import ContactFilter
from kuule.dispatch import selectors
from kuule.dispatch.models import Wave
from kuule.dispatch.rules import OPEN_WAVE_STATES
from kuule.dispatch.selectors.audiences import audience_for
from kuule.dispatch.services import cancel_wave
from kuule.dispatch.views.outlooks import reminders_context
from kuule.dispatch.views.words import audience_words, choices_of_people
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.selectors import surveys_of
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

BUSY_SECONDS, IDLE_SECONDS = 2, 30


@member_page("see_surveys")
@require_safe
def wave_list(request: MemberRequest) -> HttpResponse:
    """List the waves with how they went, and the surveys there are."""
    page = page_number(request)
    lines, has_more = selectors.waves_page(request.workspace, page=page)
    surveys = list(surveys_of(request.workspace))
    context = {
        "lines": lines,
        "programmes": selectors.programme_lines(request.workspace, now=timezone.now()),
        "surveys": surveys,
        "has_published": any(survey.state == PUBLISHED for survey in surveys),
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if has_more else "",
    }
    return render(request, "dispatch/wave_list.html", context)


@member_page("see_surveys")
@require_safe
def wave_page(request: MemberRequest, wave_id: int) -> HttpResponse:
    """Show how far a wave is and what was decided about whom. htmx asks again for the progress alone."""
    wave = _wave(request, wave_id)
    now = timezone.now()
    context = {
        "wave": wave,
        "figures": selectors.figures_of_wave(request.workspace, wave=wave),
        "trouble": selectors.mail_server_trouble(request.workspace) if wave.state in OPEN_WAVE_STATES else "",
        "text_trouble": wave.state in OPEN_WAVE_STATES and selectors.waits_for_text_provider(request.workspace),
        "is_open": wave.state in OPEN_WAVE_STATES,
        "is_early": wave.due_at > now,
        "seconds": IDLE_SECONDS if wave.due_at > now else BUSY_SECONDS,
    }
    if request.htmx:
        response = render(request, "dispatch/_wave_progress.html", context)
        if wave.state not in OPEN_WAVE_STATES:
            response["HX-Refresh"] = "true"
        return response
    page = page_number(request)
    people = selectors.people_of_wave(request.workspace, wave=wave, show=request.GET.get("show", ""), page=page)
    context |= {
        **reminders_context(wave, reverse("wave_reminders", args=[request.workspace.slug, wave_id])),
        "audience": audience_words(
            request.workspace, audience_for(wave.survey, ContactFilter.from_json(wave.audience))
        ),
        "people": people.people,
        "show": people.show,
        "choices": choices_of_people(is_anonymous=wave.survey.is_anonymous),
        "previous_url": f"?show={people.show}&page={page - 1}#people" if page > 1 else "",
        "next_url": f"?show={people.show}&page={page + 1}#people" if people.has_more else "",
    }
    return render(request, "dispatch/wave_page.html", context)


@member_page("send_surveys")
@require_POST
def wave_cancel(request: MemberRequest, wave_id: int) -> HttpResponse:
    """Ask nobody more in this wave."""
    wave = _wave(request, wave_id)
    try:
        cancel_wave(wave=wave, actor=request.actor, now=timezone.now())
    except Refused:
        messages.error(request, _("This wave was over already. Nothing was changed."))
    else:
        messages.success(request, _("The wave is cancelled. Nobody else is asked."))
    return redirect("wave_page", request.workspace.slug, wave_id)


def _wave(request: MemberRequest, wave_id: int) -> Wave:
    wave = selectors.wave_of(request.workspace, wave_id=wave_id)
    if wave is None:
        raise Http404
    return wave
