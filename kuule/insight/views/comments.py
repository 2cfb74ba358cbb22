"""What people said: the list of answers."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from kuule.insight.query import ALL_TIME
from kuule.insight.selectors.labels import marks_of
from kuule.insight.selectors.responses import count_cap, count_of_responses, responses_page
from kuule.insight.templatetags.insight import address
from kuule.insight.views.asking import asking_context, read_query
from kuule.insight.views.calling import calls_context, read_order, why_no_calls
from kuule.responses.selectors import count_of_open_reviews
from kuule.ui import slots
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_comments")
def comment_list(request: MemberRequest) -> HttpResponse:
    """Show answers, with or without a comment: the newest first, or in the order in which to call people."""
    plain = read_query(request, "comment_list", period=ALL_TIME)
    asked, order = read_order(request, plain)
    context = asking_context(request, asked)
    if asked.problems:
        return render(request, "insight/comment_list.html", context, status=HTTPStatus.BAD_REQUEST)
    if context["hidden"]:
        return render(request, "insight/comment_list.html", context)
    context |= {
        "everybody": plain.query.asking(group="", score=None, search="", only_comments=False),
        "order": order,
        "no_calls": why_no_calls(request, asked),
        "to_decide": count_of_open_reviews(request.workspace) if request.may("decide_answers") else 0,
    }
    if order and not context["no_calls"]:
        context |= calls_context(request, asked)
        shown = [row.response.pk for row in context["rows"]]
        context |= {"said": marks_of(request.workspace, responses=shown), "beside": _beside(request, shown)}
        return render(request, "insight/comment_list.html", context)
    # Whoever comes by the menu wants to read; whoever comes from a figure wants exactly what it counted.
    query = asked.query if request.GET else asked.query.asking(only_comments=True)
    page = responses_page(
        query, older_than=row_id(request.GET.get("older", "")), newer_than=row_id(request.GET.get("newer", ""))
    )
    slug, shown = request.workspace.slug, [row.pk for row in page.rows]
    context |= {
        "query": query,
        "rows": page.rows,
        "said": marks_of(request.workspace, responses=shown),
        "beside": _beside(request, shown),
        "total": count_of_responses(query),
        "cap": count_cap(query),
        "is_untouched": not request.GET,
        "newer_url": page.newer and address(slug, "comment_list", query, newer=page.newer),
        "older_url": page.older and address(slug, "comment_list", query, older=page.older),
    }
    return render(request, "insight/comment_list.html", context)


def _beside(request: MemberRequest, shown: Sequence[int]) -> Mapping[int, str]:
    """Return what higher rooms show beside the answers of the list."""
    return slots.marks_of("answers", {"workspace": request.workspace, "member": request.member}, shown)
