"""Asking a team about itself, answering without a name, and the results for those they belong to."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kuule.act.forms.pulse import PulseAnswerForm, PulseForm
from kuule.act.models import PulseTurn
from kuule.act.rules.pulse import ASKING
from kuule.act.selectors.pulse import is_seen_by, pulses_of, result_of, state_of, turn_of
from kuule.act.selectors.pulse_links import turn_of_link
from kuule.act.services.pulse import accept_pulse_answer, open_pulse
from kuule.insight.auth import is_from_a_person
from kuule.responses.auth import SEAL_FIELD, SIGNAL_FIELD, seal, shown_at
from kuule.ui.formats import count
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Team
from kuule.workspaces.rules import Refused

METHODS = ["GET", "HEAD", "POST"]
MOST_SHOWN = 50


@member_page("see_results")
@require_safe
def pulse_list(request: MemberRequest) -> HttpResponse:
    """Show the pulses of one's own teams."""
    now = timezone.now()
    rows = [(pulse, state_of(pulse, now=now)) for pulse in pulses_of(request.member)[:MOST_SHOWN]]
    return render(request, "act/pulse_list.html", {"rows": rows, "has_team": bool(_teams(request))})


@member_page("run_huddles")
@require_http_methods(METHODS)
def pulse_new(request: MemberRequest) -> HttpResponse:
    """Ask one of one's own teams."""
    form = PulseForm(_posted(request), teams=_teams(request))
    if form.is_bound and form.is_valid():
        team = form.cleaned_data["team"]
        try:
            pulse = open_pulse(
                team=team, settings=form.settings, member=request.member, actor=request.actor, now=timezone.now()
            )
        except Refused as refused:
            form.add_error("team", _refusal(refused))
        else:
            messages.success(request, _("Your team is asked by mail and on their Today page."))
            return redirect("pulse_page", request.workspace.slug, pulse.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "act/pulse_new.html", {"form": form, "has_team": bool(_teams(request))}, status=status)


@member_page("see_results")
@require_http_methods(METHODS)
def pulse_page(request: MemberRequest, pulse_id: int) -> HttpResponse:
    """Answer a pulse while it asks; read what the team said once it is one's turn to see it."""
    pulse, now = get_object_or_404(pulses_of(request.member), pk=pulse_id), timezone.now()
    turn = turn_of(pulse, request.member)
    form, state = None, state_of(pulse, now=now)
    if turn is not None and not turn.has_answered and state == ASKING:
        turn.pulse = pulse
        form = PulseAnswerForm(_posted(request), pulse=pulse)
        if form.is_bound and _accepted(form, turn):
            messages.success(request, _("Thank you. Nobody learns what you said."))
            return redirect("pulse_page", request.workspace.slug, pulse.pk)
    context = {
        "pulse": pulse,
        "state": state,
        "turn": turn,
        "form": form,
        "result": result_of(pulse) if is_seen_by(pulse, request.member, now=now) else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, "act/pulse.html", context, status=status)


@csrf_exempt
@require_http_methods(METHODS)
def pulse_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer by the link in a mail. The signed token stands for the turn; there is no session to forge.

    Opening the page keeps nothing, because mail scanners open every link, and a form is kept only if a person sent it.
    """
    turn = turn_of_link(token)
    if turn is None:
        return _unseen(render(request, "act/pulse_link_gone.html", status=HTTPStatus.NOT_FOUND))
    with translation.override(turn.member.user.language or turn.workspace.language):
        return _unseen(_by_link(request, token, turn))


def _by_link(request: HttpRequest, token: str, turn: PulseTurn) -> HttpResponse:
    now, given = timezone.now(), request.POST.get(SEAL_FIELD, "")
    is_open = not turn.has_answered and state_of(turn.pulse, now=now) == ASKING
    form = PulseAnswerForm(request.POST if request.method == "POST" else None, pulse=turn.pulse) if is_open else None
    is_kept = False
    if form is not None and form.is_bound and form.is_valid():
        if is_from_a_person(token, seal=given, signal=request.POST.get(SIGNAL_FIELD, ""), now=now):
            is_kept = _accepted(form, turn)
        else:
            form.add_error(None, _("That was very quick. Press the button once more, so that we know it was you."))
    context = {
        "form": None if is_kept else form,
        "pulse": turn.pulse,
        "workspace": turn.workspace,
        "is_kept": is_kept,
        "shown": given if shown_at(given, token) else seal(token, now),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, "act/pulse_by_link.html", context, status=status)


def _accepted(form: PulseAnswerForm, turn: PulseTurn) -> bool:
    if not form.is_valid():
        return False
    try:
        accept_pulse_answer(turn=turn, scores=form.scores, words=form.words, now=timezone.now())
    except Refused as refused:
        form.add_error(None, _refusal(refused))
        return False
    return True


def _refusal(refused: Refused) -> str:
    params = refused.params
    if refused.code == "team_too_small":
        words = ngettext(
            "%(asked)s person of this team can be asked, its managers not counted, and results appear from %(least)s "
            "answers on. Ask a larger team.",
            "%(asked)s people of this team can be asked, its managers not counted, and results appear from %(least)s "
            "answers on. Ask a larger team.",
            int(str(params["asked"])),
        )
        return words % {"asked": count(int(str(params["asked"]))), "least": count(int(str(params["least"])))}
    if refused.code == "asked_lately":
        day = date_format(timezone.localtime(params["since"]), _("j M Y"))  # type: ignore[arg-type]
        return _("This team was asked on %(day)s. Talk about that first, and ask again after two weeks.") % {"day": day}
    return {
        "pulse_unasked": _("Choose one to three questions, your own counted."),
        "pulse_closed": _("The time to answer is over."),
        "pulse_answered": _("You have answered already. Which answer is yours nobody knows, so it stays as it is."),
        "pulse_empty": _("Answer one question at least."),
    }[refused.code]


def _teams(request: MemberRequest) -> list[Team]:
    return list(request.member.teams.order_by("name", "pk"))


def _posted(request: MemberRequest) -> Mapping[str, Any] | None:
    return request.POST if request.method == "POST" else None


def _unseen(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
