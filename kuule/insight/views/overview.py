"""The overview: one score, where it comes from, and what people said."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from kuule.insight.answers import Answer, Segment, answer
from kuule.insight.answers.corrections import effect_of_corrections
from kuule.insight.query import CHANNEL, LANGUAGE, PROPERTY, Query
from kuule.insight.rules import GROUPS
from kuule.insight.selectors.choices import usual_dimension
from kuule.insight.selectors.counts import hidden_answers
from kuule.insight.selectors.matching import openness_for
from kuule.insight.selectors.people import has_people, response_rate
from kuule.insight.selectors.responses import has_responses, newest_comments
from kuule.insight.templatetags.insight import address
from kuule.insight.views.asking import Asked, asking_context, dimension_context, read_query
from kuule.insight.views.beside import beside_context, read_beside, trend_beside
from kuule.insight.views.calling import calls_url
from kuule.insight.views.comparing import change_context
from kuule.insight.views.crowds import segments_or_crowd
from kuule.insight.views.drawing import gauge_of, scores_of, split_of
from kuule.insight.views.left_out import handed_out
from kuule.insight.views.mixing import mix_since_before
from kuule.insight.views.rows import rest_context, segment_rows
from kuule.insight.views.voices import voices_context
from kuule.workspaces.auth import MemberRequest, member_page

COMMENTS = 5
SEGMENTS = 8
SEGMENTS_PAGE = 50


@member_page("see_results")
def overview(request: MemberRequest) -> HttpResponse:
    """Show the score of a period with its interval, trend, segments, scores and newest comments."""
    asked = read_query(request, "overview")
    carrying, series = read_beside(request, asked)
    context = asking_context(request, carrying)
    if carrying.problems:
        return render(request, "insight/overview.html", context, status=HTTPStatus.BAD_REQUEST)
    if context["hidden"]:
        return render(request, "insight/overview.html", context)
    found = answer(asked.query, among=asked.families.of(asked.query))
    if not found.n and "family" not in request.GET and not has_responses(asked.query):
        return render(request, "insight/set_up.html", {"has_people": has_people(request.workspace)})
    context["handed_out"] = handed_out(request.workspace.slug, asked)
    context["answer"] = found
    if found.n:
        beside = trend_beside(request.workspace.slug, asked.query, series)
        context |= _figures(request, asked, found) | beside_context(request, carrying, beside)
    return render(request, "insight/overview.html", context)


@member_page("see_results")
def segment_list(request: MemberRequest) -> HttpResponse:
    """Show every segment of one kind, a page at a time."""
    asked = read_query(request, "segment_list")
    context = asking_context(request, asked)
    if asked.problems:
        return render(request, "insight/segment_list.html", context, status=HTTPStatus.BAD_REQUEST)
    query = cut_of(asked)
    if context["hidden"]:
        return render(request, "insight/segment_list.html", context | dimension_context(query, asked.choices))
    found, crowd = segments_or_crowd(asked, query)
    page = Paginator(found, SEGMENTS_PAGE).get_page(request.GET.get("page"))
    rows, scale = segment_rows(request.workspace.slug, query, list(page.object_list))
    slug = request.workspace.slug
    context |= (
        dimension_context(query, asked.choices)
        | rest_context(found)
        | crowd
        | {
            "rows": rows,
            "has_few": any(row.figure.is_few for row in rows),
            "few_answers": query.few_below,
            "scale": scale,
            "total": page.paginator.count,
            "smaller": 0 if page.has_next() else found.smaller,
            "left_out": _left_out(asked, query, found),
            "handed_out": [] if query.by == CHANNEL else handed_out(request.workspace.slug, asked),
            "previous_url": page.has_previous()
            and address(slug, "segment_list", query, page=page.previous_page_number()),
            "next_url": page.has_next() and address(slug, "segment_list", query, page=page.next_page_number()),
        }
    )
    return render(request, "insight/segment_list.html", context)


def _figures(request: MemberRequest, asked: Asked, found: Answer) -> dict[str, Any]:
    slug, query = request.workspace.slug, asked.query
    cut = cut_of(asked)
    surveys = asked.families.of(query)
    all_segments, crowd = segments_or_crowd(asked, cut, among=surveys)
    rows, scale = segment_rows(slug, cut, all_segments[:SEGMENTS])
    changed = change_context(slug, query, found)
    return {
        "gauge": gauge_of(found),
        "split": split_of(found),
        "shares": list(zip(GROUPS, found.shares.proportions or (), strict=True)),
        "scores": scores_of(slug, query, found),
        "rows": rows,
        "has_few": any(row.figure.is_few for row in rows),
        "few_answers": query.few_below,
        "scale": scale,
        "total": len(all_segments),
        "left_out": _left_out(asked, cut, all_segments),
        "segments_url": address(slug, "segment_list", cut),
        "comments": newest_comments(query, count=COMMENTS, among=surveys),
        "rate": response_rate(query, among=surveys),
        "effect": effect_of_corrections(query, found),
        "voices": voices_context(request, query, properties=asked.choices.properties),
        **rest_context(all_segments),
        **crowd,
        **changed,
        **mix_since_before(asked, "" if crowd else cut.by, changed.get("change")),
        "trend_url": address(slug, "trend", query),
        "calls_url": calls_url(request, asked, found, query),
        **dimension_context(cut, asked.choices),
    }


def _left_out(asked: Asked, cut: Query, found: Sequence[Segment]) -> int:
    return hidden_answers(cut, shown=sum(each.n for each in found)) if asked.families.is_anonymous(cut) else 0


def cut_of(asked: Asked) -> Query:
    """Return the question cut into segments, by the usual dimension where none is asked for."""
    by = asked.query.by or _told_dimension(asked) or usual_dimension(asked.choices)
    return asked.query.asking(by=by, bucket="")


def _told_dimension(asked: Asked) -> str:
    # Anonymous answers have few properties: cut by the first that any of them has.
    opened = openness_for(asked.query, among=asked.families.of(asked.query))
    if opened is None:
        return ""
    return next(
        (PROPERTY + each.key for each in asked.choices.properties if PROPERTY + each.key in opened.facts), LANGUAGE
    )
