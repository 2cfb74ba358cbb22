"""Goals: all of them, and one with its standing, its chance, its pilot and its story."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.act.answers.goals import Chance, Standing, chance_of, standing_of
from kuule.act.forms.goals import GiveUpForm, GoalForm, HandOverForm, PilotForm, StoryForm
from kuule.act.models import Goal
from kuule.act.rules.goals import PILOT_DECISIONS, GoalFigure
from kuule.act.selectors.goals import goals_of, segment_of_goal
from kuule.act.selectors.segments import segment_words
from kuule.act.services.goals import (
    accept_goal,
    baseline_for,
    decide_pilot,
    give_up_goal,
    hand_over_goal,
    mark_pilot,
    set_goal,
    tell_story,
)
from kuule.act.templatetags.goals import goal_figure, goal_range
from kuule.insight import charts
from kuule.insight.query import Query
from kuule.insight.templatetags.insight import contact_role_word, family_word, nothing_words
from kuule.ui.formats import language_word
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal as the list shows it."""

    goal: Goal
    standing: Standing
    segment: list[str]


@member_page("see_improvements")
@require_safe
def goal_list(request: MemberRequest) -> HttpResponse:
    """Show every goal with how it stands: those to come first, then those that are over."""
    today = timezone.localdate()
    rows = [GoalRow(goal, standing_of(goal, today=today), _segment_words(goal)) for goal in goals_of(request.workspace)]
    is_over = [row.standing.is_over or row.goal.given_up_at is not None for row in rows]
    context = {
        "rows": [row for row, over in zip(rows, is_over, strict=True) if not over],
        "past": [row for row, over in zip(rows, is_over, strict=True) if over][::-1],
        "today": today,
    }
    return render(request, "act/goal_list.html", context)


@member_page("change_improvements")
@require_http_methods(["GET", "HEAD", "POST"])
def goal_new(request: MemberRequest) -> HttpResponse:
    """Set a goal, or look first where it would begin; the address may name whom it is about, as the overview does."""
    posted = request.POST if request.method == "POST" else None
    form = GoalForm(posted, workspace=request.workspace, address=request.GET.dict())
    context: dict[str, Any] = {"form": form, "carried": _carried_words(request, form)}
    if posted is None or not form.is_valid():
        return _form_page(request, context)
    plan = form.plan()
    baseline, fault = baseline_for(request.workspace, plan, today=timezone.localdate())
    context |= {"baseline": baseline, "metric": plan.metric}
    if fault:
        form.refuse(fault, baseline)
    if fault or "check" in posted:
        return _form_page(request, context)
    goal = set_goal(
        workspace=request.workspace, plan=plan, actor=request.actor, now=timezone.now(), member=request.member
    )
    words = _("The goal is set, and %(name)s is asked to accept it. Where it began stays as it is now.")
    messages.success(request, words % {"name": goal.owner})
    return redirect("goal_page", request.workspace.slug, goal.pk)


@member_page("see_improvements")
@require_safe
def goal_page(request: MemberRequest, goal_id: int) -> HttpResponse:
    """Show how a goal stands, how likely it is to be reached, and what was tried out and told of it."""
    return _page(request, _goal(request, goal_id))


@member_page("see_improvements")
@require_POST
def goal_accept(request: MemberRequest, goal_id: int) -> HttpResponse:
    """Say that a goal is one's own."""
    goal = _goal(request, goal_id)
    try:
        accept_goal(goal=goal, member=request.member, actor=request.actor, now=timezone.now())
    except Refused:
        messages.error(request, _("Only its owner can accept a goal. Nothing was changed."))
    else:
        messages.success(request, _("It is yours now, by name."))
    return redirect("goal_page", request.workspace.slug, goal.pk)


@member_page("change_improvements")
@require_POST
def goal_hand_over(request: MemberRequest, goal_id: int) -> HttpResponse:
    """Give a goal to somebody else."""
    goal, form = _goal(request, goal_id), HandOverForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _page(request, goal, hand_over=form)
    hand_over_goal(goal=goal, to=form.cleaned_data["owner"], actor=request.actor, now=timezone.now())
    messages.success(request, _("%(name)s is asked to accept it.") % {"name": goal.owner})
    return redirect("goal_page", request.workspace.slug, goal.pk)


@member_page("change_improvements")
@require_POST
def goal_give_up(request: MemberRequest, goal_id: int) -> HttpResponse:
    """Follow a goal no more."""
    goal, form = _goal(request, goal_id), GiveUpForm(request.POST)
    if not form.is_valid():
        return _page(request, goal, give_up=form)
    try:
        give_up_goal(goal=goal, reason=form.cleaned_data["reason"], actor=request.actor, now=timezone.now())
    except Refused:
        messages.error(request, _("It was given up before. Nothing was changed."))
    else:
        messages.success(request, _("It is followed no more. What is known of it stays here."))
    return redirect("goal_page", request.workspace.slug, goal.pk)


@member_page("change_improvements")
@require_POST
def goal_pilot(request: MemberRequest, goal_id: int) -> HttpResponse:
    """Write down the pilot of a goal."""
    goal, form = _goal(request, goal_id), PilotForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _page(request, goal, pilot=form)
    try:
        mark_pilot(goal=goal, actor=request.actor, now=timezone.now(), **form.cleaned_data)
    except Refused:
        messages.error(request, _("This pilot is decided. What was written about it stays as it was."))
    else:
        messages.success(request, _("The pilot is written down."))
    return redirect("goal_page", request.workspace.slug, goal.pk)


@member_page("decide_improvements")
@require_POST
def goal_pilot_decide(request: MemberRequest, goal_id: int) -> HttpResponse:
    """Decide whether what was tried out goes on."""
    goal, decision = _goal(request, goal_id), request.POST.get("decision", "")
    pilot = getattr(goal, "pilot", None)
    if pilot is None or decision not in PILOT_DECISIONS:
        messages.error(request, _("Nothing was decided: choose whether it goes on."))
        return redirect("goal_page", request.workspace.slug, goal.pk)
    try:
        decide_pilot(pilot=pilot, decision=decision, member=request.member, actor=request.actor, now=timezone.now())
    except Refused:
        messages.error(request, _("Somebody else was quicker. Nothing was changed; this is how it stands now."))
    else:
        messages.success(request, _("It is decided."))
    return redirect("goal_page", request.workspace.slug, goal.pk)


@member_page("change_improvements")
@require_POST
def goal_story(request: MemberRequest, goal_id: int) -> HttpResponse:
    """Write down what was done for a goal."""
    goal, form = _goal(request, goal_id), StoryForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _page(request, goal, story=form)
    tell_story(goal=goal, actor=request.actor, now=timezone.now(), member=request.member, **form.cleaned_data)
    messages.success(request, _("The story is written down."))
    return redirect("goal_page", request.workspace.slug, goal.pk)


def _page(request: MemberRequest, goal: Goal, **posted: Any) -> HttpResponse:
    today = timezone.localdate()
    standing = standing_of(goal, today=today)
    is_open = not standing.is_over and goal.given_up_at is None
    chance = chance_of(goal, today=today) if is_open else None
    pilot, story = getattr(goal, "pilot", None), getattr(goal, "story", None)
    context = {
        "goal": goal,
        "segment": _segment_words(goal),
        "standing": standing,
        "chance": chance,
        "chart": charts.draw(_picture(goal, standing, chance)),
        "is_open": is_open,
        "pilot": pilot,
        "story": story,
        "hand_over_form": posted.get("hand_over") or HandOverForm(workspace=request.workspace),
        "give_up_form": posted.get("give_up") or GiveUpForm(),
        "pilot_form": posted.get("pilot")
        or PilotForm(workspace=request.workspace, initial=_initial(pilot, "place", "until", "rule", "initiative")),
        "story_form": posted.get("story")
        or StoryForm(
            workspace=request.workspace, initial=_initial(story, "title", "words", "is_shareable", "initiative")
        ),
        "opened": next(iter(posted), ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if posted else HTTPStatus.OK
    return render(request, "act/goal_page.html", context, status=status)


def _form_page(request: MemberRequest, context: dict[str, Any]) -> HttpResponse:
    is_refused = request.method == "POST" and bool(context["form"].errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "act/goal_new.html", context, status=status)


def _initial(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} if row else {}


def _goal(request: MemberRequest, goal_id: int) -> Goal:
    return get_object_or_404(goals_of(request.workspace), pk=goal_id)


def _segment_words(goal: Goal) -> list[str]:
    return _words_of(segment_of_goal(goal.workspace, goal.segment))


def _carried_words(request: MemberRequest, form: GoalForm) -> list[str]:
    return _words_of(segment_of_goal(request.workspace, form.carried))


def _words_of(query: Query) -> list[str]:
    wording: dict[str, Callable[[str], str]] = {
        "family": family_word,
        "role": contact_role_word,
        "language": language_word,
        "nothing": nothing_words,
        "whom": str,
    }
    return segment_words(query, wording)


def _picture(goal: Goal, standing: Standing, chance: Chance | None) -> charts.Intervals:
    begun = GoalFigure(value=goal.baseline, lower=goal.baseline_lower, upper=goal.baseline_upper, n=goal.baseline_n)
    rows = [
        _row(_("Now") if not standing.is_over else _("On its day"), standing.figure, goal.metric),
        _row(_("When it was set"), begun, goal.metric),
        _row(_("Target"), GoalFigure(value=goal.target), goal.metric),
    ]
    if chance and chance.reaching.expected is not None:
        ahead = chance.reaching
        rows.insert(
            2,
            charts.IntervalRow(
                label=_("If it goes on"),
                value=ahead.expected,
                lower=ahead.lower,
                upper=ahead.upper,
                words=f"{goal_figure(ahead.expected, goal.metric)} "
                f"({goal_figure(ahead.lower, goal.metric)} – {goal_figure(ahead.upper, goal.metric)})",
            ),
        )
    return charts.Intervals(rows=tuple(rows), title=goal.name)


def _row(label: str, figure: GoalFigure, metric: str) -> charts.IntervalRow:
    limits = goal_range(figure, metric)
    words = goal_figure(figure.value, metric) + (f" ({limits})" if limits else "")
    return charts.IntervalRow(label=label, value=figure.value, lower=figure.lower, upper=figure.upper, words=words)
