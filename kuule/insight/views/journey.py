"""The journey map: every moment with its score, and what to do next about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kuule.insight.answers.journey import JourneyMap, Moment, journey_map
from kuule.insight.query import NPS_FAMILIES
from kuule.insight.templatetags.insight import address
from kuule.insight.views.rows import FigureRow, drawn_rows
from kuule.surveys.models import JourneyStage
from kuule.surveys.rules.touchpoints import is_review_due
from kuule.surveys.selectors import journey_owner, last_review
from kuule.surveys.services import begin_journey, review_journey
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

# The way of a customer as most companies have it, from before the purchase to former customers.
USUAL_STAGES: Sequence[str | Promise] = (
    pgettext_lazy("stage", "Discovers"),
    pgettext_lazy("stage", "Compares"),
    pgettext_lazy("stage", "Buys"),
    pgettext_lazy("stage", "Starts"),
    pgettext_lazy("stage", "Uses"),
    pgettext_lazy("stage", "Gets help"),
    pgettext_lazy("stage", "Renews or leaves"),
)


@dataclass(frozen=True, slots=True)
class MomentCard:
    """A moment as a card of the map. `row` draws its score, None without one; `is_nps` tells what kind of score."""

    moment: Moment
    row: FigureRow | None
    is_nps: bool


@dataclass(frozen=True, slots=True)
class StageColumn:
    """A stage with the cards of its moments."""

    stage: JourneyStage
    cards: Sequence[MomentCard]


@member_page("see_results")
@require_safe
def journey(request: MemberRequest) -> HttpResponse:
    """Show the journey from left to right, and what nobody measures or owns, and what is weak."""
    now = timezone.now()
    found = journey_map(request.workspace, now=now)
    since, was_reviewed = last_review(request.workspace)
    columns, scale = _columns(request.workspace.slug, found)
    context: dict[str, Any] = {
        "journey": found,
        "columns": columns,
        "scale": scale,
        "owner": journey_owner(request.workspace),
        "reviewed_at": since if was_reviewed else None,
        "is_review_due": bool(found.moments) and is_review_due(since, now),
        "usual_stages": USUAL_STAGES,
        "few_answers": request.workspace.min_n_shown,
        **_to_do(found),
    }
    return render(request, "insight/journey.html", context)


@member_page("change_surveys")
@require_POST
def journey_begin(request: MemberRequest) -> HttpResponse:
    """Begin with the usual stages, named in the language of whoever begins."""
    names = [str(name) for name in USUAL_STAGES]
    try:
        begin_journey(workspace=request.workspace, names=names, actor=request.actor, now=timezone.now())
    except Refused:
        messages.info(request, _("Somebody has begun the journey meanwhile. This is it."))
    else:
        messages.success(request, _("These are the usual stages. Change them to fit your customers."))
    return redirect("journey_edit", request.workspace.slug)


@member_page("change_surveys")
@require_POST
def journey_review(request: MemberRequest) -> HttpResponse:
    """Keep on record that the journey was looked through today."""
    review_journey(workspace=request.workspace, actor=request.actor, now=timezone.now())
    messages.success(request, _("It is on record that you looked through the journey today."))
    return redirect("journey", request.workspace.slug)


def _to_do(found: JourneyMap) -> dict[str, Any]:
    moments = found.moments
    return {
        "weak": [each for each in moments if each.is_weak],
        "unmeasured": [each for each in moments if each.unmeasured],
        "unowned": [each for each in moments if not each.has_owner],
        "strong": [each for each in moments if each.is_strong],
    }


def _columns(slug: str, found: JourneyMap) -> tuple[list[StageColumn], SafeString]:
    # All scores lie on one axis, so that weak and strong moments can be seen as such.
    scored = [moment for moment in found.moments if moment.figure is not None and moment.figure.n]
    rows, scale = drawn_rows([_row(slug, moment) for moment in scored])
    drawn = {moment.touchpoint.pk: row for moment, row in zip(scored, rows, strict=True)}
    return [
        StageColumn(each.stage, [_card(moment, drawn.get(moment.touchpoint.pk)) for moment in each.moments])
        for each in found.stages
    ], scale


def _card(moment: Moment, row: FigureRow | None) -> MomentCard:
    return MomentCard(moment, row, is_nps=moment.query is not None and moment.query.family in NPS_FAMILIES)


def _row(slug: str, moment: Moment) -> FigureRow:
    if moment.query is None or moment.figure is None:
        raise ValueError(moment)
    # Lists of answers know families of recommending alone; of other surveys the results say more.
    url = (
        address(slug, "comment_list", moment.query)
        if moment.query.family in NPS_FAMILIES
        else reverse("survey_results", args=[slug, moment.touchpoint.survey_id])
    )
    return FigureRow(name=moment.touchpoint.name, figure=moment.figure, url=url)
