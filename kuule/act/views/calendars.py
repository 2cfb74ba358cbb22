"""When teams work, who is away, and when others hear of late cases."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.act.forms.calendars import AbsenceForm, CalendarForm, CaseSettingsForm, DayOffForm
from kuule.act.models import Absence, DayOff
from kuule.act.selectors.absences import absences_from
from kuule.act.selectors.calendars import calendar_for, calendars_of, days_off_in, weekdays_of
from kuule.act.selectors.settings import case_settings
from kuule.act.services.calendars import (
    add_day_off,
    drop_absence,
    drop_calendar,
    drop_day_off,
    note_absence,
    set_calendar,
    set_case_settings,
)
from kuule.act.views.working_time_refusals import refusal_words
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Team
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import teams

NEXT_YEARS = 2


@member_page("see_cases")
@require_safe
def calendar_list(request: MemberRequest) -> HttpResponse:
    """Show on which days everybody works, and which teams have days of their own."""
    for_all = calendar_for(request.workspace, None)
    own = [(each, list(weekdays_of(each))) for each in calendars_of(request.workspace) if each.team_id]
    with_own = {calendar.team_id for calendar, _days in own}
    context = {
        "for_all": for_all,
        "weekdays": list(weekdays_of(for_all)),
        "own": own,
        "others": [team for team in teams(request.workspace) if team.pk not in with_own],
    }
    return render(request, "act/calendar_list.html", context)


@member_page("see_cases", change="change_playbooks")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: MemberRequest, team_id: int | None = None) -> HttpResponse:
    """Show and set the working days of a team, or of everybody, and the days off of a year."""
    team = _team(request, team_id)
    calendar = calendar_for(request.workspace, team)
    is_own = calendar.pk is not None and calendar.team_id == (team.pk if team else None)
    form = CalendarForm(request.POST if request.method == "POST" else None, calendar=calendar)
    if request.method == "POST" and form.is_valid():
        set_calendar(
            workspace=request.workspace, team=team, actor=request.actor, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The working days are kept. Cases that are open keep their time."))
        return redirect(_address(request, team_id))
    this_year = timezone.localdate().year
    year = _year(request.GET.get("year", ""), this_year)
    context = {
        "team": team,
        "calendar": calendar,
        "is_own": is_own,
        "form": form,
        "off_form": DayOffForm(),
        "year": year,
        "years": range(this_year, this_year + NEXT_YEARS),
        "days_off": days_off_in(calendar, year=year),
        "off_url": _address(request, team_id) + "off/",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "act/calendar_page.html", context, status=status)


@member_page("change_playbooks")
@require_POST
def calendar_drop(request: MemberRequest, team_id: int) -> HttpResponse:
    """Let a team work by the calendar for all again."""
    calendar = get_object_or_404(calendars_of(request.workspace), team=_team(request, team_id))
    drop_calendar(calendar=calendar, actor=request.actor, now=timezone.now())
    return redirect("calendar_list", request.workspace.slug)


@member_page("change_playbooks")
@require_POST
def day_off_add(request: MemberRequest, team_id: int | None = None) -> HttpResponse:
    """Write down a day off in the calendar of a team, or of everybody."""
    calendar = get_object_or_404(calendars_of(request.workspace), team=_team(request, team_id))
    form = DayOffForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(_address(request, team_id))
    try:
        add_day_off(calendar=calendar, actor=request.actor, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        messages.error(request, refusal_words(refused))
    return redirect(_address(request, team_id))


@member_page("change_playbooks")
@require_POST
def day_off_drop(request: MemberRequest, day_off_id: int) -> HttpResponse:
    """Let people work on a day again."""
    off = get_object_or_404(DayOff.objects.select_related("calendar"), workspace=request.workspace, pk=day_off_id)
    team_id = off.calendar.team_id
    drop_day_off(off=off, actor=request.actor, now=timezone.now())
    return redirect(_address(request, team_id))


@member_page("see_cases", change="work_cases")
@require_http_methods(["GET", "HEAD", "POST"])
def absence_list(request: MemberRequest) -> HttpResponse:
    """Show who is away and who stands in, and write it down: everybody their own, managers those of others."""
    only = None if request.may("change_playbooks") else request.member
    form = AbsenceForm(request.POST if request.method == "POST" else None, workspace=request.workspace, only=only)
    if request.method == "POST" and form.is_valid():
        try:
            note_absence(actor=request.actor, now=timezone.now(), **form.values())
        except Refused as refused:
            form.add_error(None, refusal_words(refused))
        else:
            messages.success(request, _("It is written down. New cases go to who stands in while it lasts."))
            return redirect("absence_list", request.workspace.slug)
    shown = absences_from(request.workspace, day=timezone.localdate(), only=only)
    context = {"form": form, "absences": shown, "today": timezone.localdate()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "act/absence_list.html", context, status=status)


@member_page("work_cases")
@require_POST
def absence_drop(request: MemberRequest, absence_id: int) -> HttpResponse:
    """Take an absence back: one's own, or as a manager that of somebody else."""
    absence = get_object_or_404(Absence, workspace=request.workspace, pk=absence_id)
    if absence.member_id != request.member.pk and not request.may("change_playbooks"):
        raise Http404
    drop_absence(absence=absence, actor=request.actor, now=timezone.now())
    return redirect("absence_list", request.workspace.slug)


@member_page("change_playbooks")
@require_http_methods(["GET", "HEAD", "POST"])
def case_settings_page(request: MemberRequest) -> HttpResponse:
    """Set when people are reminded of cases, who hears of late ones, and how many one can call a day."""
    settings = case_settings(request.workspace)
    names = tuple(CaseSettingsForm.base_fields)
    form = CaseSettingsForm(request.POST or None, initial={name: getattr(settings, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            set_case_settings(workspace=request.workspace, actor=request.actor, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refusal_words(refused))
        else:
            messages.success(request, _("Kept. It holds for the next step of each case."))
            return redirect("case_settings", request.workspace.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "act/case_settings.html", {"form": form}, status=status)


def _team(request: MemberRequest, team_id: int | None) -> Team | None:
    return None if team_id is None else get_object_or_404(Team, workspace=request.workspace, pk=team_id)


def _address(request: MemberRequest, team_id: int | None) -> str:
    slug = request.workspace.slug
    return (
        reverse("calendar_for_all", args=[slug]) if team_id is None else reverse("calendar_page", args=[slug, team_id])
    )


def _year(text: str, this_year: int) -> Any:
    asked = row_id(text) or this_year
    return asked if this_year <= asked < this_year + NEXT_YEARS else this_year
