"""What people said elsewhere, beside the answers to surveys."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.contacts.models import Contact
from kuule.contacts.selectors import contact_of
from kuule.insight import charts
from kuule.insight.answers.heard import SourceFigure, heard_by_source
from kuule.insight.forms.heard import LONGEST_REASON, HeardForm, RemovalForm
from kuule.insight.query import ALL_TIME, Problem
from kuule.insight.query.heard import HeardQuery
from kuule.insight.selectors.heard import heard_page
from kuule.insight.templatetags.insight import address
from kuule.insight.views.asking import ActiveFilter, Asked, asking_context, family_tabs, read_query
from kuule.insight.views.refusals import refusal_words
from kuule.responses.rules.heard import LONGEST_SOURCE, SOURCES
from kuule.responses.selectors.heard import heard_of, heard_removals, heard_sources
from kuule.responses.services.heard import add_heard, delete_heard
from kuule.ui.clean import visible_text
from kuule.ui.paging import page_number, row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

REMOVALS_SHOWN = 20
PAGE = "heard_list"


@dataclass(frozen=True, slots=True)
class AskedHeard(Asked):
    """What the page asks, with source and person."""

    query: HeardQuery


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as a line of the picture: its figures, its share as a bar, and the way to its words."""

    figure: SourceFigure
    bar: SafeString
    url: str


@member_page("see_comments")
@require_safe
def heard_list(request: MemberRequest) -> HttpResponse:
    """Show what was heard elsewhere, the newest first, and above it how much each source said."""
    asked, contact = _asked(request)
    query, slug = asked.query, request.workspace.slug
    context = asking_context(request, asked)
    context["families"] = family_tabs(slug, asked, page="comment_list")
    if asked.problems:
        return render(request, "insight/heard_list.html", context, status=HTTPStatus.BAD_REQUEST)
    if contact:
        without = address(slug, PAGE, query.asking(contact_id=None))
        context["active_filters"] += [ActiveFilter(_("Person"), str(contact), without)]
    page = page_number(request)
    rows, has_more = heard_page(query, page=page)
    figures = heard_by_source(query)
    context |= {
        "rows": rows,
        "sources": heard_sources(request.workspace),
        "figures": [_row(slug, query, figure) for figure in figures],
        "total": sum(figure.counts.n for figure in figures),
        "removals": heard_removals(request.workspace, limit=REMOVALS_SHOWN),
        "longest_reason": LONGEST_REASON,
        "newer_url": address(slug, PAGE, query, page=page - 1) if page > 1 else "",
        "older_url": address(slug, PAGE, query, page=page + 1) if has_more else "",
    }
    return render(request, "insight/heard_list.html", context)


@member_page("note_answers")
@require_http_methods(["GET", "HEAD", "POST"])
def heard_new(request: MemberRequest) -> HttpResponse:
    """Add what somebody said elsewhere."""
    form = HeardForm(request.POST if request.method == "POST" else None, workspace=request.workspace)
    if form.is_bound and form.is_valid():
        try:
            add_heard(workspace=request.workspace, thing=form.thing, actor=request.actor, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refusal_words(refused))
        else:
            messages.success(request, _("It stands beside the comments now. No score changes because of it."))
            return redirect(PAGE, request.workspace.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    known = dict.fromkeys((*heard_sources(request.workspace), *SOURCES))
    return render(request, "insight/heard_new.html", {"form": form, "sources": list(known)}, status=status)


@member_page("decide_answers")
@require_POST
def heard_delete(request: MemberRequest, heard_id: int) -> HttpResponse:
    """Delete something that was heard, and keep why."""
    heard = heard_of(request.workspace, heard_id=heard_id)
    if heard is None:
        raise Http404
    form = RemovalForm(request.POST)
    if form.is_valid():
        delete_heard(heard=heard, reason=form.cleaned_data["reason"], actor=request.actor, now=timezone.now())
        messages.success(request, _("Deleted. The reason stands under the list."))
    else:
        messages.error(request, _("Say in up to 300 characters why it should go. Nothing was deleted."))
    return redirect(PAGE, request.workspace.slug)


def _asked(request: MemberRequest) -> tuple[AskedHeard, Contact | None]:
    asked = read_query(request, PAGE, period=ALL_TIME)
    named = request.GET.get("contact", "")
    number = row_id(named)
    contact = contact_of(request.workspace, contact_id=number) if number and request.may("see_people") else None
    problems = [*asked.problems, Problem("unknown", "contact", named[:60])] if named and not contact else asked.problems
    source = visible_text(request.GET.get("source", "")).strip()[:LONGEST_SOURCE]
    query = HeardQuery.of(asked.query, source=source, contact_id=contact.pk if contact else None)
    return AskedHeard(asked.page, query, asked.choices, problems, asked.families), contact


def _row(slug: str, query: HeardQuery, figure: SourceFigure) -> SourceRow:
    bar = charts.draw(charts.ShareBar(value=figure.share))
    return SourceRow(figure, bar, address(slug, PAGE, query.asking(source=figure.counts.source)))
