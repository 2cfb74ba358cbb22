"""Other ways to ask with a survey: the list of them, making one, and the page of one with what to do next."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.dispatch.selectors.collectors import collectors_of
from kuule.dispatch.services.collectors import change_collector, open_collector, stop_collector
from kuule.responses.forms import COLLECTOR_FORMS
from kuule.responses.selectors import lines_of
from kuule.responses.views.finding import collector_or_404
from kuule.responses.views.sheets import code_of
from kuule.surveys.models import Survey
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.selectors import survey_of
from kuule.surveys.services.gates import GateClosed
from kuule.surveys.templatetags.gates import gate_words
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("see_surveys")
@require_safe
def collector_list(request: MemberRequest, survey_id: int) -> HttpResponse:
    """List the ways in which a survey collects answers, with what came by each."""
    survey = _survey(request, survey_id)
    context = {
        "survey": survey,
        "lines": lines_of(request.workspace, collectors=collectors_of(request.workspace, survey=survey)),
        "kinds": list(COLLECTOR_FORMS),
    }
    return render(request, "responses/collector_list.html", context)


@member_page("send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def collector_new(request: MemberRequest, survey_id: int, way: str) -> HttpResponse:
    """Open one more way to answer a survey."""
    survey, make_form = _survey(request, survey_id), COLLECTOR_FORMS.get(way)
    if make_form is None:
        raise Http404
    form = make_form(request.POST or None)
    if form.is_valid():
        try:
            collector = open_collector(
                workspace=request.workspace,
                survey=survey,
                kind=way,
                name=form.cleaned_data["name"],
                settings=form.settings(),
                actor=request.actor,
                now=timezone.now(),
            )
        except GateClosed as closed:
            messages.error(request, gate_words(closed))
            return redirect("collector_list", request.workspace.slug, survey_id)
        except Refused:
            messages.error(
                request, _("An anonymous survey must not tell where an answer came from. Share its link instead.")
            )
            return redirect("collector_list", request.workspace.slug, survey_id)
        return redirect("collector_page", request.workspace.slug, collector.pk)
    return render(request, "responses/collector_new.html", {"survey": survey, "kind": way, "form": form})


@member_page("see_surveys", change="send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def collector_page(request: MemberRequest, collector_id: int) -> HttpResponse:
    """Show what to do next with a way to collect answers, and change how it is set."""
    collector = collector_or_404(request, collector_id)
    make_form = COLLECTOR_FORMS.get(collector.kind)
    form = make_form(request.POST or None, collector=collector) if make_form and not collector.revoked_at else None
    if form is not None and form.is_valid():
        change_collector(
            collector=collector,
            name=form.cleaned_data["name"],
            settings=form.settings(),
            actor=request.actor,
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("collector_page", request.workspace.slug, collector_id)
    address = settings.KUULE_BASE_URL + collector.path
    context = {
        "collector": collector,
        "line": lines_of(request.workspace, collectors=[collector])[0],
        "next_step": f"responses/collectors/{collector.kind}.html",
        "form": form,
        "address": address,
        "base_url": settings.KUULE_BASE_URL,
        "code": code_of(address),
        "shows_secret": request.may("send_surveys"),
        "is_open": collector.survey.state == PUBLISHED and collector.revoked_at is None,
    }
    return render(request, "responses/collector_page.html", context)


@member_page("send_surveys")
@require_POST
def collector_stop(request: MemberRequest, collector_id: int) -> HttpResponse:
    """Take no more answers at a place."""
    collector = collector_or_404(request, collector_id)
    stop_collector(collector=collector, actor=request.actor, now=timezone.now())
    messages.success(request, _("Stopped. Its address now says that the survey is closed."))
    return redirect("collector_list", request.workspace.slug, collector.survey_id)


def _survey(request: MemberRequest, survey_id: int) -> Survey:
    survey = survey_of(request.workspace, survey_id=survey_id)
    if survey is None:
        raise Http404
    return survey
