"""One page for those who lead: five figures, each with its interval, the year before, and a way to its rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from kuule.economics.answers.executive import (
    AT_RISK,
    CAUSES,
    EARNED_GROWTH,
    LOOP,
    RELATIONSHIP_NPS,
)
from kuule.economics.answers.kept import EXECUTIVE
from kuule.economics.services.counting import known_figures
from kuule.economics.views.counting import waits_for_figures
from kuule.economics.views.executive_paper import executive_paper
from kuule.economics.views.executive_words import ExecutiveCard, card_of
from kuule.insight import charts
from kuule.insight.services.downloads import note_download
from kuule.workspaces.auth import MemberRequest, member_page

# Where the rows behind each figure are.
ROWS: Mapping[str, str] = {
    EARNED_GROWTH: "earned_growth",
    RELATIONSHIP_NPS: "voices",
    AT_RISK: "renewals",
    LOOP: "loop_list",
    CAUSES: "causes_removed",
}


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A figure in words, its chart, and the way to its rows."""

    card: ExecutiveCard
    chart: SafeString | None
    url: str


@member_page("see_value")
@require_safe
@waits_for_figures
def executive(request: MemberRequest) -> HttpResponse:
    """Show the five figures."""
    known = known_figures(request.workspace, EXECUTIVE, now=timezone.now())
    figures = known.figures
    cards = [card_of(each, currency=figures.currency) for each in figures.headlines]
    context = {"known": known, "day": figures.day, "shown": [_shown(request, card) for card in cards]}
    return render(request, "economics/executive.html", context)


@member_page("see_value")
@require_POST
@waits_for_figures
def executive_pdf(request: MemberRequest) -> HttpResponse:
    """Hand out the page as PDF, in the language of the member."""
    figures = known_figures(request.workspace, EXECUTIVE, now=timezone.now()).figures
    cards = [card_of(each, currency=figures.currency) for each in figures.headlines]
    made = executive_paper(cards, company=request.workspace.name, day=figures.day)
    note_download(workspace=request.workspace, actor=request.actor, now=timezone.now())
    name = f"executive-{request.workspace.slug}-{figures.day.isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _shown(request: MemberRequest, card: ExecutiveCard) -> ShownCard:
    url = reverse(ROWS[card.key], args=[request.workspace.slug])
    question = "?period=365d" if card.key == RELATIONSHIP_NPS else ""
    return ShownCard(card, charts.draw(card.intervals) if card.intervals else None, url + question)
