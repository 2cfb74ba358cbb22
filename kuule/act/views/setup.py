"""The way of a new programme, a step each; every step does the real thing."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.act.answers.setup import capacity_for, dry_run, path_for
from kuule.act.forms.setup import AimForm, CadenceForm, NamesForm, PilotAskForm, YourselfForm
from kuule.act.rules.setup import (
    AIM,
    CADENCE,
    DRY_RUN,
    NAMES,
    OWNER,
    PEOPLE,
    PILOT,
    ROLL_OUT,
    SPONSOR,
    YOURSELF,
    not_yet,
)
from kuule.act.selectors.setup import (
    accounts_for_pilot,
    charter_of,
    charter_parts,
    first_programme,
    has_pilot,
    last_trial,
    named_in,
    people_gaps,
    surveys_to_ask,
)
from kuule.act.services.setup import (
    accept_part,
    begin_pilot,
    draft_programme,
    name_parts,
    roll_out,
    try_on_oneself,
    write_charter,
)
from kuule.act.templatetags.setup import not_yet_words, step_title
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("see_improvements")
@require_safe
def setup(request: MemberRequest) -> HttpResponse:
    """Show how far the programme has come."""
    return render(request, "act/setup.html", path_for(request.member))


@member_page("change_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def setup_aim(request: MemberRequest) -> HttpResponse:
    """Say what the programme is for."""
    charter = charter_of(request.workspace)
    names = ("aim", "first_result_on", "margin", "case_minutes", "case_hours")
    initial = {name: getattr(charter, name) for name in names} if charter else {}
    form = AimForm(_posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        write_charter(
            workspace=request.workspace,
            plan=form.plan(),
            actor=request.actor,
            now=timezone.now(),
            member=request.member,
        )
        messages.success(request, _("It is written down."))
        return redirect("setup_names", request.workspace.slug)
    return _step_page(request, AIM, form=form, charter=charter)


@member_page("see_improvements", change="change_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def setup_names(request: MemberRequest) -> HttpResponse:
    """Say who stands behind the programme, and accept what is one's own part."""
    parts = list(charter_parts(request.workspace))
    initial = {
        "sponsor": next((each.member for each in parts if each.part == SPONSOR), None),
        "owners": [each.member for each in parts if each.part == OWNER],
    }
    form = NamesForm(_posted(request), workspace=request.workspace, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            name_parts(workspace=request.workspace, actor=request.actor, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, not_yet_words(refused.code))
        else:
            messages.success(request, _("They are asked to accept."))
            return redirect("setup_names", request.workspace.slug)
    return _step_page(request, NAMES, form=form, parts=parts, charter=charter_of(request.workspace))


@member_page("see_improvements")
@require_POST
def setup_accept(request: MemberRequest, part_id: int) -> HttpResponse:
    """Stand behind the programme, by name."""
    part = get_object_or_404(charter_parts(request.workspace), pk=part_id)
    try:
        accept_part(part=part, member=request.member, actor=request.actor, now=timezone.now())
    except Refused:
        messages.error(request, _("Only who was named can accept. Nothing was changed."))
    else:
        messages.success(request, _("You stand behind it now, by name."))
    return redirect("setup_names", request.workspace.slug)


@member_page("see_people")
@require_safe
def setup_people(request: MemberRequest) -> HttpResponse:
    """Show who is there to be asked, and what is missing."""
    return _step_page(request, PEOPLE, gaps=people_gaps(request.workspace))


@member_page("send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def setup_cadence(request: MemberRequest) -> HttpResponse:
    """Make the programme that asks everybody, beside what it will take."""
    now, charter, programme = timezone.now(), charter_of(request.workspace), first_programme(request.workspace)
    form = CadenceForm(_posted(request), workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        try:
            draft_programme(workspace=request.workspace, actor=request.actor, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, not_yet_words(refused.code))
        else:
            messages.success(request, _("The programme is made. It asks nobody before it is rolled out."))
            return redirect("setup_dry_run", request.workspace.slug)
    people = people_gaps(request.workspace).people
    return _step_page(
        request,
        CADENCE,
        form=form,
        charter=charter,
        programme=programme,
        people=people,
        capacity=capacity_for(charter, people=people, now=now) if charter else None,
        has_survey=surveys_to_ask(request.workspace).exists(),
    )


@member_page("see_surveys")
@require_safe
def setup_dry_run(request: MemberRequest) -> HttpResponse:
    """Show what the next weeks would bring. Nothing is sent."""
    programme = first_programme(request.workspace)
    run = dry_run(programme, now=timezone.now()) if programme else None
    return _step_page(request, DRY_RUN, programme=programme, run=run)


@member_page("see_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def setup_yourself(request: MemberRequest) -> HttpResponse:
    """Send the survey to oneself."""
    form = YourselfForm(_posted(request), workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        try_on_oneself(
            workspace=request.workspace,
            survey=form.cleaned_data["survey"],
            member=request.member,
            actor=request.actor,
            now=timezone.now(),
        )
        messages.success(request, _("It is on its way to %(address)s.") % {"address": request.user.email})
        return redirect("setup_yourself", request.workspace.slug)
    return _step_page(
        request,
        YOURSELF,
        form=form,
        trial=last_trial(request.member),
        survey=surveys_to_ask(request.workspace).first(),
    )


@member_page("send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def setup_pilot(request: MemberRequest) -> HttpResponse:
    """Ask a few accounts first."""
    accounts, charter = accounts_for_pilot(request.workspace), charter_of(request.workspace)
    form = PilotAskForm(_posted(request), workspace=request.workspace, accounts=accounts)
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["accounts"])
        try:
            wave = begin_pilot(
                workspace=request.workspace,
                survey=form.cleaned_data["survey"],
                accounts=[each for each in accounts if each.pk in chosen],
                name=form.cleaned_data["name"],
                actor=request.actor,
                now=timezone.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The pilot is on its way."))
            return redirect("wave_page", request.workspace.slug, wave.pk)
    return _step_page(request, PILOT, form=form, charter=charter, has_accounts=bool(accounts))


@member_page("send_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def setup_roll_out(request: MemberRequest) -> HttpResponse:
    """Ask everybody, once those who stand behind it have said so."""
    if request.method == "POST":
        try:
            begun = roll_out(workspace=request.workspace, actor=request.actor, now=timezone.now())
        except Refused as refused:
            messages.error(request, not_yet_words(refused.code))
        else:
            messages.success(request, _("The programme runs. The first surveys go out soon."))
            return redirect("programme_page", request.workspace.slug, begun.pk)
        return redirect("setup_roll_out", request.workspace.slug)
    charter, programme = charter_of(request.workspace), first_programme(request.workspace)
    code = not_yet(
        has_aim=charter is not None,
        named=named_in(request.workspace),
        has_pilot=has_pilot(request.workspace),
        has_programme=programme is not None,
    )
    return _step_page(request, ROLL_OUT, charter=charter, programme=programme, code=code)


def _posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _step_page(request: MemberRequest, key: str, *, form: forms.Form | None = None, **context: Any) -> HttpResponse:
    is_refused = request.method == "POST" and form is not None and bool(form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    context |= {"form": form, "step": key, "title": step_title(key)}
    return render(request, f"act/setup_{key}.html", context, status=status)
