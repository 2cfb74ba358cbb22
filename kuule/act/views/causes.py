"""The tree of root causes."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.act.forms.causes import CauseMergeForm, CauseNameForm
from kuule.act.models import RootCause
from kuule.act.selectors.causes import cases_without_cause, cause_of, cause_rows, causes_to_choose, ids_within
from kuule.act.services import causes as services
from kuule.act.services.case_refusals import refusals_of
from kuule.economics.selectors.settings import money_settings
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

UP, DOWN = "up", "down"


@member_page("see_cases", change="change_playbooks")
@require_http_methods(["GET", "HEAD", "POST"])
def cause_list(request: MemberRequest) -> HttpResponse:
    """Show the tree with the cases of twelve months and what is at stake in them; take a new cause."""
    now = timezone.now()
    causes = causes_to_choose(request.workspace)
    form = CauseNameForm(request.POST if request.method == "POST" else None, causes=causes)
    if form.is_bound and form.is_valid():
        try:
            services.add_cause(
                workspace=request.workspace,
                name=form.cleaned_data["name"],
                parent=form.chosen,
                actor=request.actor,
                now=now,
            )
        except Refused as refused:
            _complain(form, refused)
        else:
            messages.success(request, _("The cause is in the tree."))
            return redirect("cause_list", request.workspace.slug)
    rows = cause_rows(request.workspace, now=now)
    context = {
        "form": form,
        "rows": [row for row in rows if row.cause.archived_at is None],
        "archived": [row for row in rows if row.cause.archived_at is not None],
        "without": cases_without_cause(request.workspace, now=now),
        "currency": money_settings(request.workspace).currency if request.may("see_value") else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "act/cause_list.html", context, status=status)


@member_page("change_playbooks")
@require_http_methods(["GET", "HEAD", "POST"])
def cause_edit(request: MemberRequest, cause_id: int) -> HttpResponse:
    """Rename a cause, or put it below another."""
    cause = _cause(request, cause_id)
    causes = causes_to_choose(request.workspace)
    inside = ids_within(request.workspace, cause_id=cause.pk)
    form = CauseNameForm(request.POST if request.method == "POST" else None, causes=causes, cause=cause, but_not=inside)
    if form.is_bound and form.is_valid():
        try:
            services.change_cause(
                cause=cause,
                name=form.cleaned_data["name"],
                parent=form.chosen,
                actor=request.actor,
                now=timezone.now(),
            )
        except Refused as refused:
            _complain(form, refused)
        else:
            messages.success(request, _("The cause is changed, and its cases with it."))
            return redirect("cause_list", request.workspace.slug)
    context = {"form": form, "cause": cause, "merging": CauseMergeForm(causes=causes, but_not=inside)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "act/cause_edit.html", context, status=status)


@member_page("change_playbooks")
@require_POST
def cause_merge(request: MemberRequest, cause_id: int) -> HttpResponse:
    """Make a cause part of another, with its cases."""
    cause = _cause(request, cause_id)
    inside = ids_within(request.workspace, cause_id=cause.pk)
    form = CauseMergeForm(request.POST, causes=causes_to_choose(request.workspace), but_not=inside)
    if not form.is_valid() or form.chosen is None:
        messages.error(request, _("Choose the cause that it becomes part of."))
        return redirect("cause_edit", request.workspace.slug, cause.pk)
    try:
        services.merge_causes(cause=cause, into=form.chosen, actor=request.actor, now=timezone.now())
    except Refused as refused:
        for _field, words in refusals_of(refused):
            messages.error(request, words)
        return redirect("cause_edit", request.workspace.slug, cause.pk)
    messages.success(request, _("The two causes are one now."))
    return redirect("cause_list", request.workspace.slug)


@member_page("change_playbooks")
@require_POST
def cause_move(request: MemberRequest, cause_id: int) -> HttpResponse:
    """Put a cause one place up or down."""
    step = {UP: -1, DOWN: 1}.get(request.POST.get("to", ""), 0)
    services.move_cause(cause=_cause(request, cause_id), by=step, actor=request.actor, now=timezone.now())
    return redirect("cause_list", request.workspace.slug)


@member_page("change_playbooks")
@require_POST
def cause_archive(request: MemberRequest, cause_id: int) -> HttpResponse:
    """Offer a cause no more, or again."""
    cause, now = _cause(request, cause_id), timezone.now()
    if cause.archived_at is None:
        services.archive_cause(cause=cause, actor=request.actor, now=now)
        messages.success(request, _("The cause is archived. Cases that have it keep it."))
    else:
        services.bring_back_cause(cause=cause, actor=request.actor, now=now)
        messages.success(request, _("The cause can be chosen again."))
    return redirect("cause_list", request.workspace.slug)


def _cause(request: MemberRequest, cause_id: int) -> RootCause:
    cause = cause_of(request.workspace, cause_id=cause_id)
    if cause is None:
        raise Http404
    return cause


def _complain(form: CauseNameForm, refused: Refused) -> None:
    for _field, words in refusals_of(refused):
        form.add_error("name", words)
