"""Initiatives: by value, on a board, and each on its own page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.act.answers.business_case import Ground, business_case
from kuule.act.answers.management import days_waiting
from kuule.act.forms.initiative_moves import MOVE_FORMS, NoteForm, ReviewDayForm, ReviewForm, SpentForm, TaskForm
from kuule.act.models import Initiative, InitiativeReview
from kuule.act.rules.initiatives import (
    CHANGEABLE_STATES,
    ENDED,
    INITIATIVE_STATES,
    MOVES,
    PROPOSED,
    REFUSED,
    STOPPED,
    UNDER_WAY,
    permission_to_move,
    review_state,
)
from kuule.act.selectors.evidence import Evidence, cases_shown, evidence_answers, evidence_cases, evidence_of
from kuule.act.selectors.goals import goals_behind
from kuule.act.selectors.huddles import handed_on
from kuule.act.selectors.initiatives import initiatives_from_cases_of, initiatives_of, log_of, reviews_due
from kuule.act.selectors.telling import telling_counts
from kuule.act.services.telling import MAY_BE_TOLD
from kuule.act.views.condition_words import known_of_people, segment_words
from kuule.economics.answers.effects import EffectAnswer, effect_of
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Workspace

SAID_SHOWN = 5
LOG_SHOWN = 100
ALL, MINE, OVER = "all", "mine", "over"


@dataclass(frozen=True, slots=True)
class Row:
    """One initiative as a list shows it. `revenue` is what the customers behind it pay in a year, None unknown."""

    initiative: Initiative
    evidence: Evidence
    revenue: Decimal | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One initiative as the board shows it: for how many days it has been in its state."""

    initiative: Initiative
    is_late: bool
    days: int


@dataclass(frozen=True, slots=True)
class Column:
    """One state of the board and what is in it."""

    state: str
    rows: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Review:
    """A review, and whether it was made, is late, near or ahead."""

    review: InitiativeReview
    state: str


@dataclass(frozen=True, slots=True)
class NextMove:
    """A state that may follow, with the form it takes."""

    to: str
    form: object | None


@member_page("see_improvements")
@require_safe
def initiative_list(request: MemberRequest) -> HttpResponse:
    """Show what is done about what customers say, where most is at stake first."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in (ALL, MINE, OVER) else ALL
    found = initiatives_from_cases_of(request.member) if chosen == MINE else initiatives_of(request.workspace)
    shown = [each for each in found if (each.state in ENDED) == (chosen == OVER) or chosen == MINE]
    rows = _rows(request, shown)
    context = {
        "rows": sorted(rows, key=lambda row: (-(row.revenue or 0), -len(row.evidence.customers), row.initiative.pk)),
        "chosen": chosen,
        "handed_on": handed_on(request.workspace) if chosen == ALL and request.may("change_improvements") else [],
        "currency": Ground(request.workspace, day=timezone.localdate()).currency,
    }
    return render(request, "act/initiative_list.html", context)


@member_page("see_improvements")
@require_safe
def initiative_board(request: MemberRequest) -> HttpResponse:
    """Show how all initiatives stand, a column for each state."""
    today = timezone.localdate()
    late = _late(request.workspace, today)
    cards = [Card(each, each.pk in late, days_waiting(each, day=today)) for each in initiatives_of(request.workspace)]
    columns = [Column(state, [card for card in cards if card.initiative.state == state]) for state in INITIATIVE_STATES]
    return render(request, "act/initiative_board.html", {"columns": columns, "rows": cards})


@member_page("see_improvements")
@require_safe
def initiative_page(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Show an initiative: its evidence, what is at stake, what it did, and what comes next."""
    initiative = initiative_shown(request, initiative_id)
    today, ground = timezone.localdate(), Ground(request.workspace, day=timezone.localdate())
    evidence = evidence_of(initiative)
    cases, all_cases = cases_shown(initiative, member=request.member).count(), evidence_cases(initiative).count()
    said = evidence_answers(initiative).exclude(verbatim="").select_related("contact", "account")
    is_over = initiative.state in ENDED
    context = {
        "initiative": initiative,
        "goals": goals_behind(initiative),
        "segment": segment_words(initiative.segment, known_of_people(request.workspace)),
        "evidence": evidence,
        "said": said.order_by("-answered_at", "-pk")[:SAID_SHOWN],
        "cases_hidden": all_cases - cases,
        "stake": business_case(initiative, evidence, ground) if request.may("see_value") else None,
        "currency": ground.currency,
        "effect": _effect(initiative, today),
        "moves": _moves(request, initiative),
        "may_change": request.may("change_improvements") and initiative.state in CHANGEABLE_STATES,
        "is_owner": initiative.owner_id == request.member.pk,
        "reviews": [
            Review(each, review_state(each.due_on, is_made=each.made_at is not None, today=today))
            for each in initiative.reviews.select_related("made_by__user").order_by("due_on", "pk")
        ],
        "tasks": initiative.tasks.select_related("owner__user").order_by("done_at", "due_on", "pk"),
        "log": log_of(initiative)[:LOG_SHOWN],
        "is_over": is_over,
        "review_form": ReviewForm(),
        "review_day_form": ReviewDayForm(),
        "task_form": TaskForm(workspace=request.workspace),
        "spent_form": SpentForm(initial={"spent": initiative.spent}) if initiative.state == UNDER_WAY else None,
        "note_form": NoteForm(),
        "today": today,
        "may_be_told": initiative.state in MAY_BE_TOLD,
        "telling": telling_counts(initiative),
    }
    return render(request, "act/initiative_page.html", context)


def initiative_shown(request: MemberRequest, initiative_id: int) -> Initiative:
    """Return an initiative of the workspace, or answer "not found"."""
    return get_object_or_404(initiatives_of(request.workspace), pk=initiative_id)


def _rows(request: MemberRequest, initiatives: Iterable[Initiative]) -> list[Row]:
    today, ground = timezone.localdate(), Ground(request.workspace, day=timezone.localdate())
    late = _late(request.workspace, today)
    sees_value = request.may("see_value")
    rows = []
    for each in initiatives:
        evidence = evidence_of(each)
        revenue = ground.revenue_of(evidence) if sees_value else None
        rows.append(Row(each, evidence, revenue, each.pk in late))
    return rows


def _late(workspace: Workspace, today: date) -> set[int]:
    """Return the ids of the initiatives with a review whose day has passed."""
    return {each.initiative_id for each in reviews_due(workspace, until=today) if each.due_on < today}


def _effect(initiative: Initiative, today: date) -> EffectAnswer | None:
    return effect_of(initiative.treatment, day=today, with_money=False) if initiative.treatment else None


def _moves(request: MemberRequest, initiative: Initiative) -> list[NextMove]:
    """Return what this member may let follow: the way on first, refusing and stopping last."""
    allowed = [to for to in MOVES[initiative.state] if request.may(permission_to_move(initiative.state, to))]
    found = []
    for to in sorted(allowed, key=lambda each: each in (REFUSED, STOPPED, PROPOSED)):
        form = MOVE_FORMS.get(to)
        found.append(NextMove(to, form(prefix=to, initial=_usual(initiative)) if form else None))
    return found


def _usual(initiative: Initiative) -> dict[str, object]:
    return {
        "asked": initiative.asked,
        "granted": initiative.asked,
        "felt_from": max(timezone.localdate(), initiative.planned_start or timezone.localdate()),
    }
