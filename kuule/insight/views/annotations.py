"""Marks on the time axis."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.insight.forms.beside import AnnotationForm
from kuule.insight.selectors.beside import annotations_of
from kuule.insight.services.annotations import change_annotation, delete_annotation, make_annotation
from kuule.insight.templatetags.insight import family_word
from kuule.ui.paging import page_number
from kuule.ui.slots import marks_of
from kuule.workspaces.auth import MemberRequest, member_page

ON_A_PAGE = 50


@member_page("see_results")
@require_safe
def annotation_list(request: MemberRequest) -> HttpResponse:
    """Show all marks, the newest day first."""
    page = page_number(request)
    found = list(annotations_of(request.workspace)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    shown, who = found[:ON_A_PAGE], {"workspace": request.workspace, "member": request.member}
    beside = marks_of("annotations", who, [each.pk for each in shown])
    context = {
        "rows": [
            (each, family_word(each.family) if each.family else _("All surveys"), beside[each.pk]) for each in shown
        ],
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if len(found) > ON_A_PAGE else "",
    }
    return render(request, "insight/annotation_list.html", context)


@member_page("annotate")
@require_http_methods(["GET", "HEAD", "POST"])
def annotation_new(request: MemberRequest) -> HttpResponse:
    """Mark a day."""
    form = AnnotationForm(request.POST if request.method == "POST" else None, initial={"day": timezone.localdate()})
    if form.is_bound and form.is_valid():
        make_annotation(
            workspace=request.workspace,
            mark=form.mark,
            member=request.member,
            actor=request.actor,
            now=timezone.now(),
        )
        messages.success(request, _("The mark stands on the trend."))
        return redirect("annotation_list", request.workspace.slug)
    return render(request, "insight/annotation_edit.html", {"form": form}, status=_status(form))


@member_page("annotate")
@require_http_methods(["GET", "HEAD", "POST"])
def annotation_edit(request: MemberRequest, annotation_id: int) -> HttpResponse:
    """Change a mark."""
    annotation = get_object_or_404(annotations_of(request.workspace), pk=annotation_id)
    known = {name: getattr(annotation, name) for name in ("day", "name", "note", "family")}
    form = AnnotationForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        change_annotation(annotation=annotation, mark=form.mark, actor=request.actor, now=timezone.now())
        messages.success(request, _("The mark is changed."))
        return redirect("annotation_list", request.workspace.slug)
    context = {"form": form, "annotation": annotation}
    return render(request, "insight/annotation_edit.html", context, status=_status(form))


@member_page("annotate")
@require_POST
def annotation_delete(request: MemberRequest, annotation_id: int) -> HttpResponse:
    """Take a mark off."""
    annotation = get_object_or_404(annotations_of(request.workspace), pk=annotation_id)
    delete_annotation(annotation=annotation, actor=request.actor, now=timezone.now())
    messages.success(request, _("The mark is gone from the trend."))
    return redirect("annotation_list", request.workspace.slug)


def _status(form: AnnotationForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
