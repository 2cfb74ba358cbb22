"""Is our score high? Beside published figures, our own past, our teams, and what people say of competitors."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuule.insight.answers import Figure
from kuule.insight.answers.benchmarks import (
    Beside,
    Earlier,
    earlier_times,
    our_figure,
    set_beside,
    teams_apart,
)
from kuule.insight.query import TEAM, ContrastedQuery, NothingToCompare, Problem
from kuule.insight.query.benchmarks import BenchmarkQuery
from kuule.insight.rules.benchmarks import KINDS
from kuule.insight.selectors.benchmarks import benchmarks_for, known_places
from kuule.insight.selectors.blind import studies_of
from kuule.insight.selectors.choices import usual_dimension
from kuule.insight.selectors.matching import hidden_reason, surveys_of
from kuule.insight.selectors.results import published_versions
from kuule.insight.templatetags.insight import address, time_words
from kuule.insight.templatetags.verdicts import Verdict, verdict_of
from kuule.insight.views.asking import Asked, asking_context, dimension_context, read_query
from kuule.insight.views.crowds import segments_or_crowd
from kuule.insight.views.results import reader_of, suppliers_context
from kuule.insight.views.rows import FigureRow, SegmentRow, drawn_rows, rest_context, segment_rows
from kuule.ui.clean import visible_text
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page

PAGE = "benchmarks"
FIGURES, UNITS, STUDIES = 8, 8, 3
LONGEST_PLACE = 120


@dataclass(frozen=True, slots=True)
class AskedBenchmarks(Asked):
    """What the page asks, with what it is set beside."""

    query: BenchmarkQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRow(FigureRow):
    """A figure as a line of the table: ours, or one of others. What others published is drawn however few answered."""

    beside: Beside | None = None

    @property
    def has_enough(self) -> bool:
        """Tell whether there is a figure to draw."""
        return self.figure.value is not None if self.beside else self.figure.n > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRow(FigureRow):
    """A time as a line of the table, with how ours differs from it."""

    verdict: Verdict | None = None
    compare_url: str = ""


@member_page("see_results")
@require_safe
def benchmarks(request: MemberRequest) -> HttpResponse:
    """Set the score of a time beside those of others, of earlier times, of teams and of competitors."""
    asked = _asked(request)
    industries, regions = known_places(request.workspace.pk)
    context = asking_context(request, asked)
    if asked.problems:
        return render(request, "insight/benchmarks.html", context, status=HTTPStatus.BAD_REQUEST)
    context |= {"industries": industries, "regions": regions, "kinds": KINDS, "studies": _studies(request)}
    if context["hidden"]:
        return render(request, "insight/benchmarks.html", context)
    query = asked.query
    ours = our_figure(query)
    context |= {"ours": ours, **_published(request, query, ours)}
    if ours.n:
        context |= _earlier(request.workspace.slug, query, ours) | _units(request, asked)
    return render(request, "insight/benchmarks.html", context)


def _asked(request: MemberRequest) -> AskedBenchmarks:
    asked = read_query(request, PAGE)
    industry, region, kind = (
        visible_text(request.GET.get(param, "")).strip()[:LONGEST_PLACE] for param in ("industry", "region", "kind")
    )
    problems = list(asked.problems)
    if kind and kind not in KINDS:
        problems.append(Problem("unknown", "kind", kind[:60]))
        kind = ""
    query = BenchmarkQuery.of(asked.query, industry=industry, region=region, kind=kind)
    return AskedBenchmarks(asked.page, query, asked.choices, problems, asked.families)


def _published(request: MemberRequest, query: BenchmarkQuery, ours: Figure) -> dict[str, Any]:
    slug = request.workspace.slug
    page = Paginator(benchmarks_for(query), FIGURES).get_page(page_number(request))
    rows, scale = drawn_rows(
        [
            BenchmarkRow(name=_("Yours"), figure=ours, url=address(slug, "comment_list", query)),
            *(
                BenchmarkRow(name=each.published.industry, figure=each.figure, url="", beside=each)
                for each in set_beside(ours, list(page.object_list))
            ),
        ]
    )
    return {
        "rows": rows,
        "scale": scale,
        "found": page.paginator.count,
        "previous_url": page.has_previous() and address(slug, PAGE, query, page=page.previous_page_number()),
        "next_url": page.has_next() and address(slug, PAGE, query, page=page.next_page_number()),
    }


def _earlier(slug: str, query: BenchmarkQuery, ours: Figure) -> dict[str, Any]:
    try:
        found = earlier_times(query, ours, now=timezone.now())
    except NothingToCompare as reason:
        return {"past_reason": reason.code}
    rows, scale = drawn_rows(
        [
            EarlierRow(name=time_words(query), figure=ours, url=address(slug, "comment_list", query)),
            *(_earlier_row(slug, query, each) for each in found),
        ]
    )
    return {"past": rows if found else [], "past_scale": scale, "past_reason": "" if found else "nobody"}


def _earlier_row(slug: str, query: BenchmarkQuery, earlier: Earlier) -> EarlierRow:
    name = time_words(earlier.query)
    return EarlierRow(
        name=name,
        figure=earlier.change.other,
        url=address(slug, "comment_list", earlier.query),
        verdict=verdict_of(earlier.change, against=earlier.contrast.against, other=name, direction=earlier.direction),
        compare_url=address(slug, "comparison", ContrastedQuery.of(query, earlier.contrast)),
    )


def _units(request: MemberRequest, asked: AskedBenchmarks) -> dict[str, Any]:
    slug = request.workspace.slug
    cut = asked.query.asking(by=asked.query.by or usual_dimension(asked.choices), bucket="")
    found, crowd = segments_or_crowd(asked, cut, among=asked.families.of(cut))
    rows, scale = segment_rows(slug, cut, found[:UNITS])
    is_anonymous = asked.families.is_anonymous(asked.query)
    are_told = asked.query.team_id is not None or cut.by == TEAM
    teams = [] if is_anonymous or are_told else teams_apart(asked.query, asked.choices.teams)
    return {
        "units": {
            "rows": rows,
            "scale": scale,
            "has_few": any(row.figure.is_few for row in rows),
            **rest_context(found),
        },
        **crowd,
        "smaller": found.smaller,
        "few_answers": cut.few_below,
        "total": len(found),
        "segments_url": address(slug, "segment_list", cut),
        "teams": _team_context(slug, teams) if len(teams) > 1 else None,
        **dimension_context(cut, asked.choices),
    }


def _team_context(slug: str, found: Sequence[Any]) -> dict[str, Any]:
    rows, scale = drawn_rows(
        [
            SegmentRow(
                name=team.name,
                figure=team,
                url=address(slug, "comment_list", team.query),
                query=team.query,
                difference=team.difference,
            )
            for team in found
        ]
    )
    return {"rows": rows, "scale": scale, "has_few": any(row.figure.is_few for row in rows), **rest_context(found)}


def _studies(request: MemberRequest) -> list[dict[str, Any]]:
    read = reader_of(request)
    found: list[dict[str, Any]] = []
    for survey, query in studies_of(request.workspace, limit=STUDIES):
        versions = published_versions(request.workspace, survey=survey)
        if versions and not hidden_reason(query, among=surveys_of(query)):
            found.append({"survey": survey, **suppliers_context(query, versions[0], read)})
    return found
