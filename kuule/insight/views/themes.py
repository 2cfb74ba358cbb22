"""What people talk about: each theme with the points that go with it, and one theme with its words."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.insight.answers import answer, trend
from kuule.insight.answers.emerging import emerging_themes
from kuule.insight.answers.themes import ThemeFigures, label_quality, theme_figures
from kuule.insight.models import Theme
from kuule.insight.query import Query
from kuule.insight.selectors.theme_quotes import quotes_of
from kuule.insight.selectors.themes import archived_themes, live_themes, theme_of
from kuule.insight.views.asking import asking_context, read_query
from kuule.insight.views.comment_jobs import jobs_context
from kuule.insight.views.drawing import point_rows, split_of, trend_of
from kuule.insight.views.theme_rows import effect_rows
from kuule.text.seeds import STARTER_SETS, starter_set
from kuule.workspaces.auth import MemberRequest, member_page

QUOTES = 6


@member_page("see_results")
@require_safe
def theme_list(request: MemberRequest) -> HttpResponse:
    """Show what comments speak of and the points that go with each theme; before there are any, where to begin."""
    if not live_themes(request.workspace).exists():
        return render(request, "insight/theme_begin.html", _beginnings(request))
    asked = read_query(request, "theme_list")
    context = asking_context(request, asked) | jobs_context(request)
    if asked.problems:
        return render(request, "insight/theme_list.html", context, status=HTTPStatus.BAD_REQUEST)
    if context["hidden"]:
        return render(request, "insight/theme_list.html", context)
    surveys = asked.families.of(asked.query)
    context |= _effects(request, theme_figures(asked.query, among=surveys))
    context["emerging"] = emerging_themes(asked.query, now=timezone.now(), among=surveys)
    quality, _by_theme = label_quality(request.workspace)
    context |= {"quality": quality, "archived": archived_themes(request.workspace)}
    return render(request, "insight/theme_list.html", context)


@member_page("see_results")
@require_safe
def theme_page(request: MemberRequest, theme_id: int) -> HttpResponse:
    """Show one theme: its figures, its score over time, what people said, and the words that hint at it."""
    theme = theme_of(request.workspace, theme_id=theme_id)
    if theme is None:
        raise Http404
    context: dict[str, Any] = {"theme": theme, "words": sorted(theme.words.items())}
    if theme.archived_at:
        return render(request, "insight/theme_archived.html", context)
    asked = read_query(request, "theme_list")
    context |= asking_context(request, asked) | jobs_context(request)
    if asked.problems:
        return render(request, "insight/theme_page.html", context, status=HTTPStatus.BAD_REQUEST)
    if not context["hidden"]:
        context |= _figures(request, asked.query, theme)
    return render(request, "insight/theme_page.html", context)


def _beginnings(request: MemberRequest) -> dict[str, Any]:
    sets = [(name, starter_set(name).themes) for name in STARTER_SETS]
    return {"sets": sets, "archived": archived_themes(request.workspace)}


def _effects(request: MemberRequest, found: ThemeFigures) -> dict[str, Any]:
    slug = request.workspace.slug
    rows, scale = effect_rows(slug, found.themes)
    praise, praise_scale = effect_rows(slug, found.praise)
    every = [*found.themes, *found.praise]
    return {
        "found": found,
        "rows": rows,
        "scale": scale,
        "praise": praise,
        "praise_scale": praise_scale,
        "few": [each for each in every if each.effect is None],
        "unsaid": live_themes(request.workspace).exclude(pk__in=[each.theme.pk for each in every]),
    }


def _figures(request: MemberRequest, query: Query, theme: Theme) -> dict[str, Any]:
    slug, of_theme = request.workspace.slug, query.asking(theme_id=theme.pk, only_comments=True)
    found = answer(of_theme)
    figures = theme_figures(query)
    points = point_rows(slug, trend(of_theme.with_history()))
    return {
        "of_theme": of_theme,
        "answer": found,
        "split": split_of(found),
        "figure": next((each for each in (*figures.themes, *figures.praise) if each.theme == theme), None),
        "points": points,
        "trend": trend_of(points) if points else "",
        "quotes": quotes_of(of_theme, theme=theme, count=QUOTES) if request.may("see_comments") else [],
        "quality": label_quality(request.workspace)[1].get(theme.pk),
    }
