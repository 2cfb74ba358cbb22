"""Programmes: one of them, how it goes and what the next days bring; begun, paused, resumed and ended."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.contacts.query import ContactFilter
from kuule.dispatch.models import Programme
from kuule.dispatch.rules.programmes import DRAFT, ENDED, PAUSED
from kuule.dispatch.selectors.audiences import audience_for
from kuule.dispatch.selectors.panels import audience_of
from kuule.dispatch.selectors.programme_figures import figures_of_programme
from kuule.dispatch.selectors.programmes import outlook, programme_of
from kuule.dispatch.services import end_programme, pause_programme, resume_programme, start_programme
from kuule.dispatch.views.outlooks import outlook_context, pace_context, reminders_context
from kuule.dispatch.views.words import audience_words, programme_words
from kuule.surveys.services.gates import GateClosed
from kuule.surveys.templatetags.gates import gate_words
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

# Looking ahead takes a moment for more people than these: the page comes first then.
QUICK_PANEL = 2_000
OUTLOOK_DAYS = 21


@member_page("see_surveys")
@require_safe
def programme_page(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Show whom a programme asks, how it goes, and what the next days bring."""
    programme, now = found_programme(request, programme_id), timezone.now()
    figures = figures_of_programme(programme, now=now)
    # Also whoever an import has just brought and who has no turn yet has to be looked ahead for.
    fitting = audience_of(programme).order_by().count()
    people = fitting if programme.state == DRAFT else figures.panel
    context = {
        "programme": programme,
        "figures": figures,
        "people": people,
        "audience": audience_words(
            request.workspace, audience_for(programme.survey, ContactFilter.from_json(programme.audience))
        ),
        "rhythm": programme_words(programme),
        **reminders_context(programme, reverse("programme_reminders", args=[request.workspace.slug, programme_id])),
        "has_outlook": programme.state not in (ENDED, PAUSED),
        "comes_later": max(fitting, people) > QUICK_PANEL,
        **pace_context(programme, people=people, now=now),
    }
    if context["has_outlook"] and not context["comes_later"]:
        context |= outlook_context(programme, outlook(programme, days=OUTLOOK_DAYS, now=now))
    return render(request, "dispatch/programme_page.html", context)


@member_page("see_surveys")
@require_safe
def programme_outlook(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Return what the next days of a programme bring, for its page, which does not wait for it."""
    programme, now = found_programme(request, programme_id), timezone.now()
    found = [] if programme.state in (ENDED, PAUSED) else outlook(programme, days=OUTLOOK_DAYS, now=now)
    context = {"programme": programme, **outlook_context(programme, found)}
    return render(request, "dispatch/_programme_outlook.html", context)


@member_page("send_surveys")
@require_POST
def programme_start(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Begin to ask."""
    return _done(request, programme_id, start_programme, _("The programme runs. The first surveys go out soon."))


@member_page("send_surveys")
@require_POST
def programme_pause(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Ask nobody for a while."""
    return _done(request, programme_id, pause_programme, _("The programme is paused. It asks nobody until you resume."))


@member_page("send_surveys")
@require_POST
def programme_resume(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Go on asking."""
    return _done(request, programme_id, resume_programme, _("The programme goes on."))


@member_page("send_surveys")
@require_POST
def programme_end(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Ask nobody any more."""
    return _done(request, programme_id, end_programme, _("The programme has ended. It asks nobody any more."))


def found_programme(request: MemberRequest, programme_id: int) -> Programme:
    """Return the programme of an address, or say that nothing is there."""
    programme = programme_of(request.workspace, programme_id=programme_id)
    if programme is None:
        raise Http404
    return programme


def _done(request: MemberRequest, programme_id: int, act: Callable[..., object], words: str) -> HttpResponse:
    programme = found_programme(request, programme_id)
    try:
        act(programme=programme, actor=request.actor, now=timezone.now())
    except GateClosed as closed:
        messages.error(request, gate_words(closed))
    except Refused as refused:
        if refused.code == "survey_not_published":
            messages.error(request, _("The survey is not published. Publish it first; nothing was started."))
        else:
            messages.error(request, _("Somebody else was quicker. Nothing was changed; this is how it stands now."))
    else:
        messages.success(request, words)
    return redirect("programme_page", request.workspace.slug, programme_id)
