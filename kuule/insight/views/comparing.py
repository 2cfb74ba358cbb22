"""Is it a change? Two times, or two segments, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kuule import stats
from kuule.insight import charts
from kuule.insight.answers import Answer, Comparison, Figure, comparison, segments
from kuule.insight.answers.segments import with_choice
from kuule.insight.query import BEFORE, SEGMENTS, Contrast, ContrastedQuery, NothingToCompare, Query, all_segments
from kuule.insight.selectors.people import ResponseRate, response_rate
from kuule.insight.templatetags.insight import address
from kuule.insight.templatetags.verdicts import before_words, chance_words, verdict_of
from kuule.insight.views.asking import asking_context
from kuule.insight.views.calling import calls_url
from kuule.insight.views.contrasting import contrast_context, read_contrast, side_names
from kuule.insight.views.rows import FigureRow, drawn_rows
from kuule.workspaces.auth import MemberRequest, member_page

# The chance to see a difference that is planned for.
POWER = 0.8
# Nobody should ask thousands of people to see less than a point.
WORTH_SEEING = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow(FigureRow):
    """One side of the comparison as a line of the table, with who was asked."""

    query: Query
    rate: ResponseRate | None


@member_page("see_results")
def comparison_page(request: MemberRequest) -> HttpResponse:
    """Show two scores side by side, how they differ, and whether chance alone could make that difference."""
    asked, query, contrast = read_contrast(request)
    context = asking_context(request, asked) | {"plain": query}
    if asked.problems:
        return render(request, "insight/comparison.html", context, status=HTTPStatus.BAD_REQUEST)
    if context["hidden"]:
        return render(request, "insight/comparison.html", context)
    slug = request.workspace.slug
    found = segments(all_segments(query, query.by)) if contrast.against == SEGMENTS else []
    contrast = with_choice(contrast, found)
    context |= contrast_context(slug, asked, contrast, found)
    try:
        sides = contrast.sides(query, now=timezone.now())
    except NothingToCompare as reason:
        return render(request, "insight/comparison.html", context | {"reason": reason.code})
    names = side_names(asked, contrast, sides, found)
    context |= _compared(slug, names, sides, contrast.against)
    lower = _lower_side(context["rows"], contrast.against)
    context["calls_url"] = calls_url(request, asked, lower.figure, lower.query)
    return render(request, "insight/comparison.html", context)


def change_context(slug: str, query: Query, found: Answer) -> dict[str, Any]:
    """Return what the overview says about the change since the time before, or why it says nothing."""
    if query.group or query.score is not None:
        return {"change_reason": "by_score"}
    try:
        one, other = Contrast().sides(query, now=timezone.now())
    except NothingToCompare as reason:
        return {"change_reason": reason.code}
    change = comparison(one, other, known=found)
    before = before_words(query, other, BEFORE)
    return {
        "change": change if change.other.n else None,
        "change_reason": "" if change.other.n else "nobody",
        "change_before": before,
        "verdict": verdict_of(change, against=BEFORE, other=before),
        "compare_url": address(slug, "comparison", ContrastedQuery.of(query, Contrast())),
    }


def _compared(slug: str, names: tuple[str, str], sides: tuple[Query, Query], against: str) -> dict[str, Any]:
    one, other = (side.asking(by="") for side in sides)
    found = comparison(one, other)
    segment = _("all others") if other.rest_of else names[1]
    beside = segment if against == SEGMENTS else before_words(one, other, against)
    figures = zip(names, (found.one, found.other), (one, other), strict=True)
    rows, scale = drawn_rows([_row(slug, name, figure, side) for name, figure, side in figures])
    return {
        "found": found,
        "verdict": verdict_of(found, against=against, other=beside),
        "rows": rows,
        "scale": scale,
        "drawing": _drawing(found),
        "chance": chance_words(found.chance_higher) if found.direction else "",
        "needed": _answers_needed(found),
        "silent": [row.name for row in rows if not row.figure.n],
    }


def _row(slug: str, name: str, figure: Figure, side: Query) -> SideRow:
    url = address(slug, "comment_list", side)
    return SideRow(name=name, figure=figure, url=url, query=side, rate=response_rate(side))


def _lower_side(rows: Sequence[SideRow], against: str) -> SideRow:
    """Return the side whose people are to be called: the time that is looked at, or the segment that scored less."""
    one, other = rows
    if against != SEGMENTS or other.figure.value is None:
        return one
    return one if one.figure.value is not None and one.figure.value <= other.figure.value else other


def _drawing(found: Comparison) -> str:
    fewest = min(found.one.n, found.other.n)
    return charts.draw(charts.Change(value=found.value, lower=found.lower, upper=found.upper, n=fewest))


def _answers_needed(found: Comparison) -> int | None:
    """Return how many answers on each side would show such a difference; more than two digits promise too much."""
    before, after = found.other.shares.proportions, found.one.shares.proportions
    if before is None or after is None or abs(found.value or 0.0) < WORTH_SEEING:
        return None
    needed = stats.sample_size_difference(before, after, power=POWER, confidence=found.confidence).n_per_group
    if needed is None:
        return None
    digits = len(str(needed)) - 2
    return needed if digits <= 0 else -(-needed // 10**digits) * 10**digits
