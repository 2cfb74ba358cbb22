"""Questions that somebody gave a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.insight.forms.saved_views import SaveViewForm, ViewNameForm
from kuule.insight.models import SavedView
from kuule.insight.query import PivotQuery, Query, TrendQuery
from kuule.insight.query.drivers import DriverQuery
from kuule.insight.query.saved import params_from
from kuule.insight.selectors.saved_views import saved_views_of
from kuule.insight.services.saved_views import delete_view, rename_view, save_view
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view as a line of the list."""

    view: SavedView
    url: str
    page: str
    may_change: bool


@member_page("see_results")
@require_safe
def saved_view_list(request: MemberRequest) -> HttpResponse:
    """Show one's own views and those that everybody shares."""
    slug, pages = request.workspace.slug, _page_names()
    rows = [
        ViewRow(each, _address(slug, each.page, each.params), pages[each.page], _may_change(request, each))
        for each in saved_views_of(request.member)
    ]
    return render(request, "insight/saved_view_list.html", {"rows": rows})


@member_page("see_results")
@require_POST
def saved_view_new(request: MemberRequest) -> HttpResponse:
    """Keep the question of a page."""
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was saved. Write a name of at most 80 characters and save again."))
        return redirect("saved_view_list", request.workspace.slug)
    told = form.cleaned_data
    params = params_from(told["question"])
    if told["shared"] and not request.may("annotate"):
        raise PermissionDenied
    if not _can_be_asked(request, told["page"], params):
        messages.error(request, _("Nothing was saved: the address of that page asks for something unknown."))
        return redirect("saved_view_list", request.workspace.slug)
    save_view(
        member=request.member,
        name=told["name"],
        page=told["page"],
        params=params,
        is_shared=told["shared"],
        actor=request.actor,
        now=timezone.now(),
    )
    messages.success(request, _("Saved as “%(name)s”.") % {"name": told["name"]})
    return redirect(_address(request.workspace.slug, told["page"], params))


@member_page("see_results")
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_rename(request: MemberRequest, view_id: int) -> HttpResponse:
    """Give a view another name, or see what it is called."""
    view = get_object_or_404(saved_views_of(request.member), pk=view_id)
    form = ViewNameForm(request.POST if request.method == "POST" else None, initial={"name": view.name})
    may_change = _may_change(request, view)
    if form.is_bound and not may_change:
        raise PermissionDenied
    if form.is_bound and form.is_valid():
        try:
            rename_view(view=view, name=form.cleaned_data["name"], actor=request.actor, now=timezone.now())
        except Refused:
            form.add_error("name", _("Another view is called so. Choose another name."))
        else:
            messages.success(request, _("The view has its new name."))
            return redirect("saved_view_list", request.workspace.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "view": view, "may_change": may_change}
    return render(request, "insight/saved_view_edit.html", context, status=status)


@member_page("see_results")
@require_POST
def saved_view_delete(request: MemberRequest, view_id: int) -> HttpResponse:
    """Delete a view."""
    view = get_object_or_404(saved_views_of(request.member), pk=view_id)
    if not _may_change(request, view):
        raise PermissionDenied
    delete_view(view=view, actor=request.actor, now=timezone.now())
    messages.success(request, _("The view is deleted. No answer was touched."))
    return redirect("saved_view_list", request.workspace.slug)


def _may_change(request: MemberRequest, view: SavedView) -> bool:
    return view.member_id is not None or request.may("annotate")


def _can_be_asked(request: MemberRequest, page: str, params: Mapping[str, str]) -> bool:
    query, problems = Query.from_params(
        params, workspace_id=request.workspace.pk, timezone=request.workspace.timezone, now=timezone.now()
    )
    more: dict[str, type[DriverQuery | PivotQuery | TrendQuery]] = {
        "drivers": DriverQuery,
        "pivot": PivotQuery,
        "trend": TrendQuery,
    }
    return not (problems or (page in more and more[page].read(params, query)[1]))


def _address(slug: str, page: str, params: Mapping[str, str]) -> str:
    return f"{reverse(page, args=[slug])}?{urlencode(params)}"


def _page_names() -> Mapping[str, str]:
    return {
        "overview": _("Overview"),
        "trend": _("Trend"),
        "segment_list": _("Segments"),
        "pivot": _("Pivot"),
        "cohorts": _("Cohorts"),
        "drivers": _("Drivers"),
        "comparison": _("Comparison"),
        "comment_list": _("Comments"),
    }
