"""The results of one survey, of any family: question by question."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kuule.dispatch.rules.collectors import HANDED_OUT, INTERVIEWER
from kuule.insight import charts
from kuule.insight.answers.blind import Supplier, compared_suppliers
from kuule.insight.answers.results import QuestionResult, ShareRow, questions_asked, results
from kuule.insight.query import ALL_TIME, Query
from kuule.insight.selectors.left_out import handed_out_answers
from kuule.insight.selectors.matching import hidden_reason, surveys_of
from kuule.insight.selectors.results import answers_of, published_versions, survey_with_results, words_page
from kuule.insight.views.rows import FigureRow, drawn_rows
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.question_types import text
from kuule.surveys.rules import Texts, Wording
from kuule.surveys.rules.blind import is_blind
from kuule.surveys.selectors import known_facts
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierRow(FigureRow):
    """A supplier of a double-blind study as a line of its table."""

    supplier: Supplier


@member_page("see_results")
@require_safe
def survey_results(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Show what was answered to every question of a survey, with the figure that fits each."""
    survey, versions = _survey(request, survey_id)
    query, version = _query(request, survey), _version(request, survey, versions)
    context = {
        "survey": survey,
        "versions": [] if survey.is_anonymous else versions,
        "version": version,
        "query": query,
        "clear_url": "?",
        "hidden": hidden_reason(query, among=surveys_of(query)),
        "facts": known_facts(request.workspace),
    }
    if not context["hidden"]:
        found = results(query, family=survey.family, versions=versions, version=version)
        left_out = handed_out_answers(query)
        context["handed_out"] = [(channel, n, f"?channel={channel}") for channel, n in left_out]
        read = reader_of(request)
        context |= {"found": found, "questions": [_shown(each, read) for each in found.questions]}
        if is_blind(survey.family) and versions:
            context |= suppliers_context(query, version or versions[0], read)
    return render(request, "insight/survey_results.html", context)


@member_page("see_comments")
@require_safe
def survey_words(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Show what people wrote to one open question, the first one where none is named, the newest first."""
    survey, versions = _survey(request, survey_id)
    wanted = request.GET.get("question", "")
    texts = (each for each in questions_asked(versions) if each.question["type"] == text.KEY)
    asked = next((each for each in texts if wanted in ("", each.question["key"])), None)
    if asked is None:
        raise Http404
    question = asked.question
    query, version = _query(request, survey), _version(request, survey, versions)
    page = words_page(
        answers_of(query, version=version, for_words=True),
        question,
        verbatim_in=asked.verbatim_in,
        older_than=row_id(request.GET.get("older", "")),
    )
    context = {
        "survey": survey,
        "version": version,
        "clear_url": "?",
        "hidden": hidden_reason(query, among=surveys_of(query), for_words=True),
        "title": reader_of(request).read(question["texts"].get("title", {})),
        "key": question["key"],
        "page": page,
    }
    return render(request, "insight/survey_words.html", context)


def suppliers_context(query: Query, version: SurveyVersion, read: Wording) -> dict[str, object]:
    """Return the lines of the table of a double-blind study, and the head of its whisker column."""
    rows = [
        SupplierRow(name=read.read(each.texts), figure=each.figure, url="", supplier=each)
        for each in compared_suppliers(query, version.questions)
    ]
    drawn, scale = drawn_rows(rows)
    return {"suppliers": drawn, "scale": scale}


def reader_of(request: MemberRequest) -> Wording:
    """Return how a member reads the texts of surveys."""
    return Wording({}, get_language() or request.workspace.language, request.workspace.name)


def _survey(request: MemberRequest, survey_id: int) -> tuple[Survey, list[SurveyVersion]]:
    survey = survey_with_results(request.workspace, survey_id=survey_id)
    if survey is None:
        raise Http404
    return survey, published_versions(request.workspace, survey=survey)


def _query(request: MemberRequest, survey: Survey) -> Query:
    workspace, channel = request.workspace, request.GET.get("channel", "")
    return Query(
        workspace_id=workspace.pk,
        timezone=workspace.timezone,
        family=survey.family,
        survey_id=survey.pk,
        period=ALL_TIME,
        channel=channel if channel in (*HANDED_OUT, INTERVIEWER) and not survey.is_anonymous else "",
        few_below=workspace.min_n_shown,
    )


def _version(request: MemberRequest, survey: Survey, versions: list[SurveyVersion]) -> SurveyVersion | None:
    # Of an anonymous survey a version would be a part that shows, by subtraction, what the others said.
    wanted = "" if survey.is_anonymous else request.GET.get("version", "")
    return next((version for version in versions if str(version.number) == wanted), None)


def _shown(result: QuestionResult, read: Wording) -> dict[str, object]:
    return {
        "result": result,
        "title": read.read(result.question["texts"].get("title", {})),
        "rows": [_row(row, read) for row in result.rows],
    }


def _row(row: ShareRow, read: Wording) -> dict[str, object]:
    texts: Texts = row.texts
    bar = charts.ShareBar(value=row.share, lower=row.lower, upper=row.upper)
    return {"row": row, "label": read.read(texts), "bar": charts.draw(bar)}
