"""How soon people reached out, and whether the day holds all calls."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuule.act.models import Case
from kuule.act.rules.capacity import HandOver
from kuule.act.selectors.capacity import Day, day_of_calls
from kuule.act.selectors.service_level import (
    MISSED,
    STATES,
    Level,
    cases_of,
    counted_cases,
    in_state,
    level_of,
    levels_by_team,
    silenced_detractors,
)
from kuule.act.selectors.settings import case_settings
from kuule.act.selectors.visible import cases_seen_by
from kuule.act.services.cases.bulk import hand_over_as_proposed
from kuule.act.views.outcomes import tell_outcome
from kuule.insight import charts
from kuule.stats import share_interval
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.selectors import teams

PERIODS = (30, 90, 365)
PAGE_SIZE = 50


@member_page("see_cases")
@require_safe
def service_level(request: MemberRequest) -> HttpResponse:
    """Show in how many cases somebody reached out in time, by team and for oneself, with the cases behind it."""
    now = timezone.now()
    days = next((each for each in PERIODS if str(each) == request.GET.get("days")), PERIODS[1])
    since = now - timedelta(days=days)
    seen = counted_cases(request.workspace, since=since, until=now) & cases_seen_by(request.member)
    state = next((each for each in STATES if each == request.GET.get("state")), MISSED)
    listed = in_state(seen, state, now=now).select_related("contact", "account", "owner__user", "team", "workspace")
    page = Paginator(listed.order_by("-due_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "days": days,
        "periods": PERIODS,
        "state": state,
        "states": _states(level_of(seen, now=now)),
        "whole": _row(_("Everybody"), level_of(seen, now=now)),
        "mine": _row(_("You"), level_of(cases_of(seen, request.member), now=now)),
        "teams": _team_rows(request, seen, now),
        "cases": page.object_list,
        "total": page.paginator.count,
        "silenced": silenced_detractors(request.workspace, since=since, until=now)
        if request.may("see_all_cases")
        else {},
        "previous_url": _address(days, state, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _address(days, state, page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "act/service_level.html", context)


@member_page("see_all_cases", change="change_playbooks")
@require_http_methods(["GET", "HEAD", "POST"])
def case_capacity(request: MemberRequest) -> HttpResponse:
    """Show who has how many customers to call, and who could take some; hand these over."""
    now = timezone.now()
    day = day_of_calls(request.workspace, now=now)
    if request.method == "POST":
        return _hand_over(request, day, now)
    settings = case_settings(request.workspace)
    context = {
        "day": day,
        "moves": _moves(day),
        "calls": settings.calls_a_day,
        "may_move": request.may("change_playbooks"),
    }
    return render(request, "act/case_capacity.html", context)


def _hand_over(request: MemberRequest, day: Day, now: datetime) -> HttpResponse:
    """Hand over the cases that were chosen of those proposed, where that is still proposed."""
    chosen = set(request.POST.getlist("move"))
    moves = [move for move in day.moves if _key_of(move) in chosen]
    if not moves:
        messages.error(request, _("Nothing is handed over: choose cases that are proposed now."))
    else:
        words = _("More customers waited than the owner could call in a day.")
        outcome = hand_over_as_proposed(moves=moves, takers=day.takers, words=words, by=request.member, now=now)
        tell_outcome(request, "hand_over", outcome)
    return redirect("case_capacity", request.workspace.slug)


def _team_rows(request: MemberRequest, seen: QuerySet[Case], now: datetime) -> list[dict[str, Any]]:
    levels = levels_by_team(seen, now=now)
    names = {team.pk: team.name for team in teams(request.workspace)}
    rows = [_row(names[pk], levels[pk]) for pk in names if pk in levels]
    return [*rows, *([_row(_("No team"), levels[None])] if None in levels and rows else [])]


def _row(name: str, level: Level) -> dict[str, Any]:
    n = level.met + level.missed
    share = share_interval(level.met, n) if n else None
    bar = charts.ShareBar(value=share.value, lower=share.lower, upper=share.upper) if share else None
    return {"name": name, "level": level, "n": n, "share": share, "bar": charts.draw(bar) if bar else ""}


def _states(level: Level) -> list[tuple[str, str, int]]:
    words = {"missed": _("Too late"), "open": _("Time left"), "met": _("In time")}
    counts = dict(zip(STATES, (level.met, level.missed, level.still_open), strict=True))
    return [(state, words[state], counts[state]) for state in words]


def _moves(day: Day) -> list[dict[str, Any]]:
    members = {member.pk: member for member, _load in day.loads}
    return [
        {
            "key": _key_of(move),
            "case": day.cases[move.case],
            "giver": members[move.giver],
            "taker": day.takers[move.taker],
        }
        for move in day.moves
    ]


def _key_of(move: HandOver) -> str:
    return f"{move.case}-{move.taker}"


def _address(days: int, state: str, page: int) -> str:
    return f"?days={days}&state={state}&page={page}"
