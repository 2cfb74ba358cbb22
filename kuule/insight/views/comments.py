"""What people said: the list of answers, and one of them with all that is known about it."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kuule.contacts.query import ROLE_KEY
from kuule.contacts.rules import TEXT
from kuule.contacts.rules.keys import as_text
from kuule.insight.query import ALL_TIME, Query
from kuule.insight.selectors.choices import properties_of
from kuule.insight.selectors.responses import (
    COUNT_CAP,
    changes_of,
    count_of_responses,
    response_of,
    responses_page,
)
from kuule.insight.templatetags.insight import address, contact_role_word, property_label
from kuule.insight.views.asking import asking_context, read_query
from kuule.responses.models import Response
from kuule.surveys.rules import ShownQuestion, Wording, shown_questions
from kuule.surveys.rules.replies import SCORE_FIELD, verbatim_field
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_comments")
def comment_list(request: MemberRequest) -> HttpResponse:
    """Show answers, the newest first, with or without a comment."""
    asked = read_query(request, "comment_list", period=ALL_TIME)
    context = asking_context(request, asked)
    if asked.problems:
        return render(request, "insight/comment_list.html", context, status=HTTPStatus.BAD_REQUEST)
    # Whoever comes by the menu wants to read; whoever comes from a figure wants exactly what it counted.
    query = asked.query if request.GET else asked.query.asking(only_comments=True)
    page = responses_page(query, older_than=_id(request, "older"), newer_than=_id(request, "newer"))
    slug = request.workspace.slug
    context |= {
        "query": query,
        "rows": page.rows,
        "total": count_of_responses(query),
        "cap": COUNT_CAP,
        "is_untouched": not request.GET,
        "newer_url": page.newer and address(slug, "comment_list", query, newer=page.newer),
        "older_url": page.older and address(slug, "comment_list", query, older=page.older),
    }
    return render(request, "insight/comment_list.html", context)


@member_page("see_comments")
def response_page(request: MemberRequest, response_id: int) -> HttpResponse:
    """Show one answer in the words it was asked and given in, and everything known about it."""
    response = response_of(request.workspace, response_id=response_id)
    if response is None:
        raise Http404
    changes = changes_of(request.workspace, response=response)
    context = {
        "response": response,
        "questions": _asked_and_answered(response, request.workspace.name),
        "changes": changes,
        "first_score": changes[0].score if changes else response.score,
        "properties": _as_it_was(request, response),
    }
    return render(request, "insight/response_page.html", context)


def _asked_and_answered(response: Response, company: str) -> list[ShownQuestion]:
    version = response.version
    values = {SCORE_FIELD: response.score, verbatim_field(version.questions): response.verbatim, **response.answers}
    wording = Wording(version.texts, response.language, company)
    return shown_questions(version.questions, wording, values=values)


def _as_it_was(request: MemberRequest, response: Response) -> list[tuple[str, object, str, str]]:
    definitions = {each.key: each for each in properties_of(request.workspace.pk)}
    labels = {key: each.label for key, each in definitions.items()}
    every = Query(workspace_id=request.workspace.pk, timezone=request.workspace.timezone)
    found = []
    for key, value in sorted(response.properties.items(), key=lambda item: item[0] != ROLE_KEY):
        text = as_text(value)
        same = every.asking(role=text) if key == ROLE_KEY else every.of_property(key, text)
        shown = contact_role_word(text) if key == ROLE_KEY else value
        kind = definitions[key].kind if key in definitions else TEXT
        found.append((property_label(key, labels), shown, kind, address(request.workspace.slug, "comment_list", same)))
    return found


def _id(request: MemberRequest, param: str) -> int | None:
    text = request.GET.get(param, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
