"""Series of other figures, to be seen beside the score."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.insight.forms.beside import SeriesForm, SeriesValuesForm, told_of
from kuule.insight.models import Series
from kuule.insight.selectors.beside import series_of, series_points
from kuule.insight.services.series import change_series, delete_series, fill_series, make_series
from kuule.insight.templatetags.beside import value_words
from kuule.ui.formats import count
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

ON_A_PAGE = 50


@member_page("see_results")
@require_safe
def series_list(request: MemberRequest) -> HttpResponse:
    """Show all series with how many values each has."""
    return render(request, "insight/series_list.html", {"rows": series_of(request.workspace)})


@member_page("annotate")
@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request: MemberRequest) -> HttpResponse:
    """Make a series."""
    form = SeriesForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = make_series(
                workspace=request.workspace, settings=form.settings, actor=request.actor, now=timezone.now()
            )
        except Refused:
            form.add_error("name", _("A series is called so already. Choose another name."))
        else:
            messages.success(request, _("The series is there. Now bring its values."))
            return redirect("series_page", request.workspace.slug, made.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "insight/series_new.html", {"form": form}, status=status)


@member_page("annotate")
@require_http_methods(["GET", "HEAD", "POST"])
def series_edit(request: MemberRequest, series_id: int) -> HttpResponse:
    """Change the name of a series, its unit, and how it is read."""
    series = get_object_or_404(series_of(request.workspace), pk=series_id)
    form = SeriesForm(request.POST if request.method == "POST" else None, initial=told_of(series))
    if form.is_bound and form.is_valid():
        try:
            change_series(series=series, settings=form.settings, actor=request.actor, now=timezone.now())
        except Refused:
            form.add_error("name", _("A series is called so already. Choose another name."))
        else:
            messages.success(request, _("The series is changed. Its values stay as they are."))
            return redirect("series_page", request.workspace.slug, series.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "insight/series_edit.html", {"form": form, "series": series}, status=status)


@member_page("see_results", change="annotate")
@require_http_methods(["GET", "HEAD", "POST"])
def series_page(request: MemberRequest, series_id: int) -> HttpResponse:
    """Show the values of a series, and take more of them."""
    series = get_object_or_404(series_of(request.workspace), pk=series_id)
    form = SeriesValuesForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        values = form.cleaned_data["values"]
        fill_series(
            series=series,
            values=values,
            replace=form.cleaned_data["replace"],
            actor=request.actor,
            now=timezone.now(),
        )
        kept = ngettext("%(number)s value is kept.", "%(number)s values are kept.", len(values))
        messages.success(request, kept % {"number": count(len(values))})
        return redirect("series_page", request.workspace.slug, series.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "insight/series_page.html", {"form": form, **_shown(request, series)}, status=status)


@member_page("annotate")
@require_POST
def series_delete(request: MemberRequest, series_id: int) -> HttpResponse:
    """Delete a series with its values."""
    series = get_object_or_404(series_of(request.workspace), pk=series_id)
    delete_series(series=series, actor=request.actor, now=timezone.now())
    messages.success(request, _("The series %(name)s and its values are deleted.") % {"name": series.name})
    return redirect("series_list", request.workspace.slug)


def _shown(request: MemberRequest, series: Series) -> dict[str, Any]:
    page = page_number(request)
    found = list(series_points(series)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    return {
        "series": series,
        "rows": [(each.day, value_words(each.value, series)) for each in found[:ON_A_PAGE]],
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if len(found) > ON_A_PAGE else "",
    }
