"""Taking answers out as a file."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kuule.contacts.services.exports import start_export
from kuule.insight.exporters import AnswersExport, frozen_params
from kuule.insight.forms.exports import ALL, AnswersExportForm, FormatForm
from kuule.insight.query import ALL_TIME, Query
from kuule.insight.selectors.responses import count_cap, count_of_responses
from kuule.insight.selectors.results import survey_with_results
from kuule.insight.views.asking import asking_context, read_query
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("export_answers")
@require_http_methods(["GET", "HEAD", "POST"])
def response_export(request: MemberRequest) -> HttpResponse:
    """Choose the format of a file with the answers that the address means, or all of them, and have it made."""
    asked = read_query(request, "response_export", period=ALL_TIME)
    context = asking_context(request, asked)
    if asked.problems:
        return render(request, "insight/response_export.html", context, status=HTTPStatus.BAD_REQUEST)
    form = AnswersExportForm(request.POST or None)
    if form.is_valid():
        is_all = form.cleaned_data["what"] == ALL
        everything = Query(workspace_id=request.workspace.pk, timezone=request.workspace.timezone)
        return _begun(request, form, everything if is_all else asked.query, everything=is_all)
    context |= {"form": form, "total": count_of_responses(asked.query), "cap": count_cap(asked.query)}
    return render(request, "insight/response_export.html", context)


@member_page("export_answers")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_answers_export(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Choose the format of a file with the answers to one survey, of any family, and have it made."""
    survey = survey_with_results(request.workspace, survey_id=survey_id)
    if survey is None:
        raise Http404
    query = Query(
        workspace_id=request.workspace.pk,
        timezone=request.workspace.timezone,
        family=survey.family,
        survey_id=survey.pk,
        period=ALL_TIME,
        few_below=request.workspace.min_n_shown,
    )
    form = FormatForm(request.POST or None)
    if form.is_valid():
        return _begun(request, form, query)
    context = {
        "survey": survey,
        "query": query,
        "form": form,
        "total": count_of_responses(query),
        "cap": count_cap(query),
    }
    return render(request, "insight/response_export.html", context)


def _begun(request: MemberRequest, form: FormatForm, query: Query, *, everything: bool = False) -> HttpResponse:
    job = start_export(
        workspace=request.workspace,
        kind=AnswersExport().kind,
        params=frozen_params(query, everything=everything),
        format=form.cleaned_data["format"],
        actor=request.actor,
        now=timezone.now(),
    )
    return redirect("export_page", request.workspace.slug, job.pk)
